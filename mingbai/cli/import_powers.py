"""`mingbai import-powers FILE`: a list of powers from CSV or .xlsx."""

import argparse
import os
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.progress import Progress
from mingbai.cli.refused import Refused
from mingbai.cli.table_sentences import position, table_sentence
from mingbai.cli.written_day import written_day
from mingbai.ledger.clock import now
from mingbai.lib.table_refused import TableRefused
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.powers.bring_list import Brought, bring_list, count
from mingbai.powers.compare import check_holders, compare, missing_bodies
from mingbai.powers.holders import Holders
from mingbai.powers.list_columns import (
    COLUMNS,
    HEADERS,
    Ambiguous,
    ColumnsRefused,
    Missing,
)
from mingbai.powers.power_row import PowerRow, RowFault
from mingbai.powers.read_list import PowerList, read_list

HELP = gettext_noop("Bring in a list of powers; a second run changes nothing")

BY: Final = System("import-powers")
# A batch is one transaction: short enough for letters to be written in between.
BATCH: Final = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    headers = ", ".join(f"{ours}={HEADERS[ours][0]}" for ours in COLUMNS)
    parser.add_argument("file", type=Path, help=_("CSV or .xlsx, with a header"))
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=_("a column's header in the file; without it: %(headers)s")
        % {"headers": headers},
    )
    parser.add_argument(
        "--since",
        type=written_day,
        metavar="DAY",
        help=_("the day from which new powers and changes hold; without it, today"),
    )
    parser.add_argument(
        "--add-bodies",
        action="store_true",
        help=_("add the bodies that the list names and the place lacks, as units"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("read and check, change nothing")
    )
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Check every row; if all are right, bring them in."""
    found = _read(options.file, _named(options.map))
    place = chosen_place(options)
    with within(place, read_only=True):
        holders = Holders()
        faults = check_holders(found.named, holders, may_add=options.add_bodies)
        _refuse(found.faults + faults)
        since: date = options.since or local_day(now())
        foreseen = _foreseen(found.rows, holders)
    _say_other_sheets(found)
    if options.dry_run:
        print(_("This was only a check; nothing was changed. It would bring:"))
        _report(foreseen, since)
        return 0
    _report(_bring(found.rows, place, since, options.add_bodies), since)
    return 0


def _named(given: Sequence[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for one in given:
        ours, sign, theirs = one.partition("=")
        if not sign or not theirs or ours not in COLUMNS:
            what = _("--map %(given)s: write OURS=THEIRS, ours being one of %(names)s.")
            raise Refused(what % {"given": one, "names": ", ".join(COLUMNS)})
        if ours in named:
            raise Refused(_("--map names %(column)s twice.") % {"column": ours})
        named[ours] = theirs
    return named


def _read(path: Path, named: dict[str, str]) -> PowerList:
    try:
        return read_list(path, named)
    except OSError as error:
        what = _("%(file)s can't be read: %(reason)s")
        reason = os.strerror(error.errno or 0)
        raise Refused(what % {"file": path, "reason": reason}) from error
    except TableRefused as error:
        raise _nothing(table_sentence(error)) from error
    except Missing as error:
        what = _(
            "No row within the first 30 has headers for: %(columns)s."
            " Say which they are, such as --map %(example)s=…"
        )
        columns = ", ".join(f"{one} ({HEADERS[one][0]})" for one in error.columns)
        facts = {"columns": columns, "example": error.columns[0]}
        raise _nothing(what % facts) from error
    except Ambiguous as error:
        raise _nothing(_ambiguous(error)) from error
    except ColumnsRefused as error:
        raise _nothing(str(error)) from error


def _ambiguous(error: Ambiguous) -> str:
    what = _(
        "Several columns could be the %(column)s: %(headers)s."
        " Choose: --map %(column)s=%(first)s"
    )
    headers = ", ".join(error.headers)
    return what % {
        "column": error.column,
        "headers": headers,
        "first": error.headers[0],
    }


def _nothing(sentence: str) -> Refused:
    return Refused(f"{sentence}\n{_('Nothing was imported.')}")


def _refuse(faults: Sequence[RowFault]) -> None:
    """All of them, because whoever mends the file would rather do it once."""
    if not faults:
        return
    ordered = sorted(faults, key=lambda one: (one.sheet, one.row))
    lines = [f"{position(one.sheet, one.row)}{one.sentence}" for one in ordered]
    rows = len({(one.sheet, one.row) for one in faults})
    lines.append(_("Rows to mend: %(number)s.") % {"number": rows})
    raise _nothing("\n".join(lines))


def _foreseen(rows: Sequence[PowerRow], holders: Holders) -> Brought:
    total = Brought(bodies_added=tuple(missing_bodies(rows, holders)))
    for start in range(0, len(rows), BATCH):
        total += count(compare(rows[start : start + BATCH], holders))
    return total


def _bring(
    rows: Sequence[PowerRow], place: Place, since: date, may_add_bodies: bool
) -> Brought:
    """In batches; a run that was cut off is finished by running it again."""
    total, remaining = Brought(), iter(rows)
    with Progress(_("Powers imported:"), len(rows)) as progress:
        while batch := list(islice(remaining, BATCH)):
            with within(place, durable=True):
                total += bring_list(
                    by=BY,
                    at=now(),
                    rows=batch,
                    since=since,
                    may_add_bodies=may_add_bodies,
                )
            progress.step(len(batch))
    return total


def _say_other_sheets(found: PowerList) -> None:
    for sheet in found.other_sheets:
        what = _("Sheet %(sheet)s is no list of powers and was left out.")
        print(what % {"sheet": sheet})


def _report(brought: Brought, since: date) -> None:
    facts = {
        "new": brought.new,
        "changed": brought.changed,
        "unchanged": brought.unchanged,
        "unexplained": brought.unexplained,
        "bodies": len(brought.bodies_added),
        "names": "、".join(brought.bodies_added),
        "postponed": brought.postponed,
        "since": since,
        "day": brought.postponed_to,
    }
    if brought.bodies_added:
        print(_("Bodies added: %(bodies)s (%(names)s).") % facts)
    print(_("New: %(new)s. Changed: %(changed)s. Unchanged: %(unchanged)s.") % facts)
    if not brought.new and not brought.changed:
        print(_("No power has changed."))
    if brought.postponed:
        what = _(
            "%(postponed)s changes hold only from %(day)s: what was published for"
            " a day is not replaced on that day, nor for days that are past."
        )
        print(what % facts)
    if brought.unexplained:
        what = _(
            "Without an explanation: %(unexplained)s. The public sees them as"
            " not yet explained."
        )
        print(what % facts)
