"""`mingbai export-powers FILE`: the list of powers of a day, as .xlsx or CSV."""

import argparse
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.refused import Refused
from mingbai.cli.written_day import written_day
from mingbai.ledger.clock import now
from mingbai.lib.csv_write import csv_lines
from mingbai.lib.workbook_write import write_xlsx
from mingbai.places.days import local_day
from mingbai.places.models import Body, Post
from mingbai.places.scoping import within
from mingbai.powers.export_list import HEADERS, column_widths, export_rows
from mingbai.powers.holders import HolderAmbiguous, Holders

HELP = gettext_noop("Write the list of powers of a day; an import reads it back")

SHEET: Final = "权力清单"
ENDINGS: Final = (".xlsx", ".csv")

Rows = Iterable[Sequence[str]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=_file, help=_("ends with .xlsx or .csv"))
    parser.add_argument(
        "--on",
        type=written_day,
        metavar="DAY",
        help=_("the day whose list is written; without it, today"),
    )
    parser.add_argument(
        "--body",
        default="",
        metavar="NAME",
        help=_("the powers of this body or post alone"),
    )
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Write the whole list to a file beside it, which then takes its place."""
    file: Path = options.file
    place = chosen_place(options)
    count = 0

    def counted(rows: Rows) -> Rows:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with within(place, read_only=True):
        holder = _holder(options.body) if options.body else None
        day = options.on or local_day(now())
        try:
            _replace(file, counted(export_rows(day, holder)))
        except OSError as error:
            what = _("%(file)s can't be written: %(reason)s")
            reason = os.strerror(error.errno or 0)
            raise Refused(what % {"file": file, "reason": reason}) from error
    what = _("%(number)s powers, as they stood on %(day)s: %(file)s")
    print(what % {"number": count, "day": day, "file": file})
    return 0


def _file(given: str) -> Path:
    if not given.lower().endswith(ENDINGS):
        raise argparse.ArgumentTypeError(_("The file's name ends with .xlsx or .csv."))
    return Path(given)


def _holder(name: str) -> Post | Body:
    try:
        found = Holders().find(name)
    except HolderAmbiguous as error:
        what = _("Several posts or bodies are called %(name)s; use the short name.")
        raise Refused(what % {"name": name}) from error
    if found is None:
        raise Refused(_("No post or body is called %(name)s.") % {"name": name})
    return found


def _replace(file: Path, rows: Rows) -> None:
    """Nobody finds half a list under its name."""
    folder = file.parent
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        unfinished = Path(part.name)
        try:
            if file.suffix.lower() == ".csv":
                part.writelines(line.encode() for line in csv_lines(HEADERS, rows))
            else:
                write_xlsx(
                    cast(BinaryIO, part),
                    sheet=SHEET,
                    header=HEADERS,
                    rows=rows,
                    widths=column_widths(),
                )
        except BaseException:
            unfinished.unlink()
            raise
    # A temporary file is for its owner alone; a list is for everybody.
    unfinished.chmod(0o644)
    unfinished.replace(file)
