# Everything a newcomer or a contributor types. Each target sets up by itself what it needs.
.PHONY: run test check setup
.DEFAULT_GOAL := run
python := .venv/bin/python

# With a token the bot runs on Discord; without one it runs in a rehearsal on this computer.
run:
	@scripts/setup run
	@if [ -n "$$HEARTH_DISCORD_TOKEN" ] || grep -qE '^ *(export +)?HEARTH_DISCORD_TOKEN *= *[^ ]' .env 2>/dev/null; \
	then exec $(python) -m bot run; else exec $(python) -m bot rehearse; fi

setup:
	@scripts/setup dev

test:
	@scripts/setup dev
	@$(python) -m pytest

check:
	@scripts/setup dev
	@$(python) -m ruff format --check --quiet .
	@$(python) -m ruff check --quiet .
	@$(python) -m basedpyright
	@for script in scripts/check-*; do if [ -x "$$script" ]; then "$$script" || exit 1; fi; done
