"""A hostile user, written down: inputs mutated by a grammar, each with what must come of it.

inputs     the kinds of input: a good one of each, the command that takes it, and what the result is compared by
mutant     an input that was changed, and whether it must be refused or come to the same
texts      mutations of what an input says
places     mutations of what an input is
mutations  all kinds of mutation, and the mutants of a seed
worker     a process that runs commands, so that one that hangs or dies costs one answer
judge      what a command did, held against what was expected
running    several at once
planted    faults put back on purpose, all of which must be found

``python -m tests.hostile`` tries them all, with ``--planted`` it is tried itself.
"""
