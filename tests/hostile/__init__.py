"""A hostile user, written down: inputs mutated by a grammar, each with what must come of it.

inputs     the kinds of input: a good one of each, the command that takes it, and what the result is compared by
mutations  the kinds of mutation: what is done to the input, and whether it must be refused or come to the same
worker     a process that runs commands, so that one that hangs or dies costs one answer
judge      what a command did, held against what was expected

``python -m tests.hostile`` tries them all.
"""
