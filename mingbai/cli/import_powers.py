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
from mingbai.cli.written_day import written_day
from mingbai.ledger.clock import now
from mingbai.lib.table_refused import TableRefused
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.places.scoping import within
from mingbai.places.statistics import refresh_statistics
from mingbai.powers.bring_list import Brought, bring_list, count, propose_missing
from mingbai.powers.compare import check_holders, compare, missing_bodies, vanished
from mingbai.powers.holders import Holders
from mingbai.powers.list_columns import (
    COLUMNS,
    HEADERS,
    Ambiguous,
    Missing,
)
from mingbai.powers.power_row import PowerRow, RowFault
from mingbai.powers.read_list import PowerList, Told, read_list
from mingbai.ui.table_sentences import position, table_sentence

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
        help=_("the day from which new powers hold; without it, today"),
    )
    parser.add_argument(
        "--holder",
        default="",
        metavar="NAME",
        help=_("the body or post that holds what no cell gives to anybody"),
    )
    parser.add_argument(
        "--part",
        action="store_true",
        help=_("the file is a part of its holders' powers: propose no repeal"),
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
    named = _named(options.map)
    place = chosen_place(options)
    with within(place, read_only=True):
        holders = Holders()
    # No file is read within a transaction.
    found = _read(options.file, Told(named, options.holder), holders)
    with within(place, read_only=True):
        faults = check_holders(found.named, holders, may_add=options.add_bodies)
        _refuse(found, faults)
        today = local_day(now())
        foreseen = _foreseen(found.rows, holders, today, options.part)
    _say_how_it_was_read(found)
    since: date = options.since or today
    if options.dry_run:
        print(_("This was only a check; nothing was changed. It would bring:"))
        _report(foreseen)
        return 0
    brought = _bring(found.rows, place, since, options.add_bodies)
    if not options.part:
        brought += _propose(found.rows, place)
    refresh_statistics()
    _report(brought)
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


def _read(path: Path, told: Told, holders: Holders) -> PowerList:
    try:
        return read_list(path, told, holders)
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


def _refuse(found: PowerList, unknown: Sequence[RowFault]) -> None:
    """All of them, because whoever mends the file would rather do it once."""
    faults = [*found.faults, *unknown]
    if not faults:
        return
    ordered = _ordered(faults)
    lines = [f"{position(one.sheet, one.row)}{one.sentence}" for one in ordered]
    rows = len({(one.sheet, one.row) for one in faults})
    lines.append(_("Rows to mend: %(number)s.") % {"number": rows})
    if found.has_no_holder:
        lines.append(_("--holder NAME says who holds what no cell gives to anybody."))
    if unknown:
        lines.append(_("--add-bodies adds the bodies that the place lacks."))
    raise _nothing("\n".join(lines))


def _ordered(faults: Sequence[RowFault]) -> list[RowFault]:
    """By sheet, in the order in which each is first complained of, and row."""
    sheets = list(dict.fromkeys(one.sheet for one in faults))
    return sorted(faults, key=lambda one: (sheets.index(one.sheet), one.row))


def _foreseen(
    rows: Sequence[PowerRow], holders: Holders, today: date, is_part: bool
) -> Brought:
    gone = [] if is_part else vanished(rows, on=today)
    total = Brought(
        vanished=len(gone), bodies_added=tuple(missing_bodies(rows, holders))
    )
    for start in range(0, len(rows), BATCH):
        total += count(compare(rows[start : start + BATCH], holders, on=today))
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


def _propose(rows: Sequence[PowerRow], place: Place) -> Brought:
    """The repeal of what the whole file no longer has, in batches as well."""
    proposed = 0
    while True:
        with within(place, durable=True):
            codes = propose_missing(by=BY, at=now(), rows=rows, at_most=BATCH)
        proposed += len(codes)
        if len(codes) < BATCH:
            return Brought(vanished=proposed)


def _say_how_it_was_read(found: PowerList) -> None:
    for guess in found.guessed:
        what = _("%(position)s%(holder)s holds these powers, as title or name say.")
        where = position(guess.sheet, None)
        print(what % {"position": where, "holder": guess.holder})
    for sheet, headers in found.unread.items():
        what = _("%(position)sThese columns were not read: %(headers)s.")
        names = "、".join(headers)
        print(what % {"position": position(sheet, None), "headers": names})
    for sheet in found.other_sheets:
        what = _("Sheet %(sheet)s is no list of powers and was left out.")
        print(what % {"sheet": sheet})
    if found.titles:
        what = _("Titles between the rows, passed over: %(number)s.")
        print(what % {"number": found.titles})


def _report(brought: Brought) -> None:
    facts = {
        "new": brought.new,
        "changed": brought.changed,
        "waiting": brought.waiting,
        "unchanged": brought.unchanged,
        "unexplained": brought.unexplained,
        "vanished": brought.vanished,
        "bodies": len(brought.bodies_added),
        "names": "、".join(brought.bodies_added),
    }
    if brought.bodies_added:
        print(_("Bodies added: %(bodies)s (%(names)s).") % facts)
    print(_("New: %(new)s. Changed: %(changed)s. Unchanged: %(unchanged)s.") % facts)
    if brought.changed:
        what = _("Each change is a draft: it holds once two people have let it stand.")
        print(what)
    if brought.waiting:
        what = _("Left alone, because another draft waits about them: %(waiting)s.")
        print(what % facts)
    if brought.vanished:
        what = _(
            "Not on the list any more, proposed for repeal: %(vanished)s."
            " Nothing is repealed before two people have let it stand."
        )
        print(what % facts)
    if not (brought.new or brought.changed or brought.vanished):
        print(_("No power has changed."))
    if brought.unexplained:
        what = _(
            "Without an explanation: %(unexplained)s. The public sees them as"
            " not yet explained."
        )
        print(what % facts)
