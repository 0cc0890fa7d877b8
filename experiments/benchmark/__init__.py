"""How fast the engine is, and the twin in plain Mesa that it is held against."""
