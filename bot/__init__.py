"""The product: what Hearth does for a circle, knowing no chat platform."""
