"""Reports: one page a result folder, with its pictures, in the language of the reader.

What all reports share:

frame       the page around a report: one file with its own font
provenance  its last part, from the folder's manifest
drawing     what the pictures share
rebuilding  the report of any folder, by the kind of its results

``compare``, ``sweep``, ``sensitivity``, ``worlds`` and ``district`` each report one kind of results; all have
``write(folder, lang, command)``. What a comparison's report is made of:

findings    what a comparison shows, as numbers
words       small words of both languages
sentences   the first sentence, the title of the map, and the clauses they are built from
titles      the titles of the other pictures
map_of_policies, over_worlds, same_money, own_problem, paths, who, cost, network    one picture each
table       the tables of the page
page        the page
writing     files in a folder
"""

from experiments.report.writing import write_report

__all__ = ["write_report"]
