"""The command line, one module a command; nothing heavy is loaded before a command needs it.

console     the installed command and ``python -m sim``
start       finds the language and the command, runs it, and turns what went wrong into one sentence
help        the help pages; ``help_words`` is what they say
language    English or Chinese
options     the options that commands share, and how their values are read
output      where tables and JSON go
streams     output that fails stops nothing
progress    how far the work is, on the error stream
interrupts  Ctrl-C, ``kill`` and a closed terminal, also while compiled code does not listen
mistakes    exceptions into sentences
room        memory and open files, of which there may be too few
words       everything else that is said, in both languages

Every other module bears the name of its command. This one loads nothing, so that signals are heard before anything is
loaded.
"""

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask and return the exit code."""
    from cli.interrupts import watched

    with watched(arguments) as watch:
        try:
            try:
                from cli.start import answer
            except Exception as error:
                from cli.mistakes import say_unloaded

                return say_unloaded(error, watch.language)
            return answer(arguments, watch)
        except KeyboardInterrupt:  # before anything was begun, or in the last moment
            from cli.interrupts import say_saved

            return say_saved(watch)
