"""Questions asked of the model, a folder each; they do not know each other.

compare      policies against no policy, in the same communities
sensitivity  which assumptions matter
worlds       which worlds are plausible, and how policies fare in all of them
district     every community of a file
explain      through which link a policy acts
benchmark    how fast the engine is, beside the same model in plain Mesa (its twin)

What they share:

output     folders, tables, windows, intervals
plan       plan files and designs
runs       where work is computed
policies   the arms of a comparison and their budgets
store      results that can be resumed
sweep      a plan run into a store; sensitivity, worlds and district stand on it
plausible  what communities are known to look like, and the stored worlds that do
"""
