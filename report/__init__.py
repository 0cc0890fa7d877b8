"""Reports: one page a result folder, with its pictures, in the language of the reader.

frame     a page as plain values; these become HTML in templates/, filled by markup, and a file with its pictures
words     differences with their intervals, verdicts and names, said in one language
provenance, pictures, drawing, look, terminal   what else all reports share
rebuild   the report of any folder, by the kind of its results: the page is made there and written

Each other folder reports one kind of results and has ``page_of(folder, lang, command)``.
"""
