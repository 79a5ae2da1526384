"""A workbook of powers: `python -m bench.power_book write FILE COUNT`, or `read FILE`.

Reading it by openpyxl alone, row by row, is the limit of our import.
"""

import sys
from dataclasses import astuple

from openpyxl import Workbook, load_workbook

from bench.power_texts import HEADERS, power_text


def main() -> None:
    """Do what the first word says."""
    act, path, *count = sys.argv[1:]
    if act == "write":
        write(path, int(count[0]))
    else:
        print(rows_of(path))


def write(path: str, count: int) -> None:
    """A sheet with a header and so many powers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("权力清单")
    sheet.append(HEADERS)
    for number in range(count):
        sheet.append(astuple(power_text(number)))
    book.save(path)


def rows_of(path: str) -> int:
    """How many rows there are, each of them read."""
    book = load_workbook(path, read_only=True)
    found = 0
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            found += any(row)
    book.close()
    return found


if __name__ == "__main__":
    main()
