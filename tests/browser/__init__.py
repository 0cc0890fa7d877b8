"""The page in a real browser: what a visitor sees and does."""
