"""Tables that people hand in: one reader for all, whatever program wrote them.

table      rows under known headings: title rows, total rows and further columns are told apart
headings   where the heading is, and which column is which
records    from bytes to lines of cells: encodings, line ends, separators
workbook   the same for .xlsx
numbers    a number as people write it
"""

from experiments.tables.headings import Column
from experiments.tables.numbers import Number, number
from experiments.tables.table import Note, Table, TableLine, at, read_table

__all__ = ["Column", "Note", "Number", "Table", "TableLine", "at", "number", "read_table"]
