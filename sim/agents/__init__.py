"""The four roles: their rules first, then their Mesa agents."""
