"""Two worlds on one community, and how they are drawn."""
