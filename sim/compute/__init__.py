"""What all rules stand on: the same numbers on every machine, keyed draws, compiled loops, the layout of the state."""
