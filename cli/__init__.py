"""The command line, one module a command; nothing heavy is loaded before a command needs it.

console     the installed command and ``python -m sim``
start       finds the language and the command, runs it, and turns what went wrong into one sentence
help        the help pages; ``help_words`` is what they say
language    English or Chinese
options     the options that commands share, and how their values are read
output      where tables and JSON go
progress    how far the work is, on the error stream
interrupts  Ctrl-C while compiled code does not listen
mistakes    exceptions into sentences
words       everything else that is said, in both languages

Every other module bears the name of its command.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code; everything is loaded here, so that Ctrl-C is caught."""
    from cli.start import main

    return main(arguments)


__all__ = ["main"]
