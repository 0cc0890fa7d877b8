"""The five roles: their rules first, then their Mesa agents."""
