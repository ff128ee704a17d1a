"""What is due and when: rows tell it, one alarm wakes it."""
