"""Tables are tried on comparisons that the stand-in for the engine made."""

from tests.experiments.conftest import engine

__all__ = ["engine"]
