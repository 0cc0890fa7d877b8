"""Reports: one page a result folder, with its pictures, in the language of the reader.

frame, provenance, pictures, drawing, look, terminal   what all reports share
rebuild   the report of any folder, by the kind of its results

Each other folder reports one kind of results and has ``write(folder, lang, command)``.
"""
