"""Policies as they are compared: at full strength, scaled to a budget, and the money alone."""
