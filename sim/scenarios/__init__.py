"""Scenarios, profiles and periods: one TOML file each beside these modules, found by being there.

scenario   what a scenario and a profile are; loading them by name or path
given      scenarios and profiles as Python code gives them
periods    what a period is: its law, posts, pay and prices, laid over a profile
names      which are built in, in their order
changes    what a scenario sets, and when
document   TOML files, every complaint with its place
template   the text of a new scenario file
toml_zh    the parser's complaints in Chinese
"""
