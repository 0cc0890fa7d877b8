"""The report: one page and its pictures, in the language of the reader.

findings    what a comparison shows, as numbers
words       small words of both languages
sentences   the first sentence, the title of the map, and the clauses they are built from
titles      the titles of the other pictures
drawing     what the pictures share
map_of_policies, same_money, own_problem, paths, who, cost, network    one picture each
table       the tables of the page
page        the page
writing     files in a folder
"""

from experiments.report.writing import write_report

__all__ = ["write_report"]
