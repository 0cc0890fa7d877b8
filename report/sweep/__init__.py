"""The report of a sweep, made from its folder.

results    what the folder holds, as levels and paired differences in points
findings   the numbers that pictures, tables and sentences share
sentences  the first sentence and the titles, computed from the findings
canvas     what the pictures share
effects, lines, heat, clouds, fans    one kind of picture each
tables     the tables
page       the page and its files
"""

from report.sweep.page import page_of

__all__ = ["page_of"]
