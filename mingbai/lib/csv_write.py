"""Writing a table as CSV that offices open with a double click."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from mingbai.lib.formula_guard import guarded

# Without it the programs of offices read UTF-8 as something else.
MARK = "\ufeff"


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The text of a CSV file, a row at a time; cells like formulas are guarded."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write(MARK)
    for cells in chain([header], rows):
        writer.writerow([guarded(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
