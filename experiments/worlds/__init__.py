"""Policies judged over worlds: which worlds are believable, and which policy holds up in all of them.

bands       what a believable community shows without any policy
matching    waves that find worlds meeting all bands
emulator    a cheap guess of what a world shows
candidates  worlds worth running, drawn where the guesses give them a chance
observed    from tables of runs to numbers by world
policies    all policies in the kept worlds
robustness  how often best, regret, harm, and what decides
tables      all of it as tidy tables
files       written and read back
study       the analysis as a whole
"""

from experiments.worlds.matching import Sizes
from experiments.worlds.study import InterruptedWorlds, Worlds, worlds

__all__ = ["InterruptedWorlds", "Sizes", "Worlds", "worlds"]
