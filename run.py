"""The command line: ``python run.py`` compares the policies, ``python run.py --help`` says what else there is."""

import sys

if __name__ == "__main__":
    try:
        from cli import main

        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
