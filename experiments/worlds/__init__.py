"""Policies judged over worlds: which worlds are plausible, and which policy holds up in all of them.

matching    waves that find worlds meeting all bands
emulator    a cheap guess of what a world shows
candidates  worlds worth running, drawn where the guesses give them a chance
policies    all policies in the plausible worlds
robustness  how often best, regret, harm, and what decides
tables      all of it as tidy tables
files       written and read back
study       the analysis as a whole
store_set   an analysis made the set that ships

What a plausible community shows, and the set that ships, are in ``experiments.plausible``.
"""

from experiments.worlds.matching import Sizes
from experiments.worlds.study import InterruptedWorlds, Worlds, worlds

__all__ = ["InterruptedWorlds", "Sizes", "Worlds", "worlds"]
