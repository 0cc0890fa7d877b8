"""The month and the run, compiled: many scenarios on one community in lockstep.

calendar   what happens in a month, in order
passes     the loops of a month, which call the rules
lanes      the state they work on
record     what is kept of a month
trial      rules tried in plain Python first
replicate  one burn-in, then all scenarios
"""
