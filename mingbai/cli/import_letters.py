"""`mingbai import-letters FILE`: letters that another system has handled."""

import argparse
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.accounts.models import User
from mingbai.accounts.officer import officer_of
from mingbai.cli.past_letters import (
    NEEDED,
    OPTIONAL,
    Reader,
    Row,
    missing_columns,
)
from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.progress import Progress
from mingbai.cli.refused import Refused
from mingbai.letters.import_letter import ChangedSince, import_letter
from mingbai.places.actors import System
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Body, Place
from mingbai.places.scoping import within
from mingbai.places.statistics import refresh_statistics

HELP = gettext_noop("Bring in letters and replies from another system")

BATCH: Final = 100
ERRORS_SHOWN: Final = 50
SPANS: Final = (5, 10, 15)


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, help=_("CSV, UTF-8, with a header"))
    parser.add_argument(
        "--officer",
        required=True,
        metavar="LOGIN",
        help=_("who answers for the replies whose row names nobody"),
    )
    parser.add_argument(
        "--body",
        metavar="NAME",
        help=_("the body that answered, where the row names none"),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help=_("a column's header in the file; ours are: %(names)s")
        % {"names": ", ".join((*NEEDED, *OPTIONAL))},
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("read and check, change nothing")
    )
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Check every row, then bring them in by the time they were sent."""
    columns = _columns(options.map)
    if not options.file.is_file():
        raise Refused(_("There is no file %(path)s.") % {"path": options.file})
    lacking = missing_columns(options.file, columns)
    if lacking:
        what = _("The file lacks these columns: %(names)s. Name them with --map.")
        raise Refused(what % {"names": ", ".join(lacking)})
    place = chosen_place(options)
    with within(place, read_only=True):
        rows = _read(options, columns, place)
        officers = _officers(rows, options.officer)
        summary = _summary(rows)
    if options.dry_run:
        print(
            _("%(number)s rows read well; nothing was changed.") % {"number": len(rows)}
        )
    else:
        _bring(rows, officers, options.officer, place)
        refresh_statistics()
    print(summary)
    return 0


def _columns(given: list[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for one in given:
        ours, sign, theirs = one.partition("=")
        if not sign or ours not in (*NEEDED, *OPTIONAL):
            raise Refused(
                _("--map %(given)s: write OURS=THEIRS, ours being one of %(names)s.")
                % {"given": one, "names": ", ".join((*NEEDED, *OPTIONAL))}
            )
        columns[ours] = theirs
    return columns


def _read(
    options: argparse.Namespace, columns: dict[str, str], place: Place
) -> list[Row]:
    """All rows by time of sending; refuses the file if any row is wrong."""
    rows: list[Row] = []
    wrong: list[str] = []
    reader = Reader(columns, ZoneInfo(place.time_zone), default_body(options.body))
    seen: dict[str, int] = {}
    for read in reader.rows(options.file):
        if not isinstance(read, Row):
            wrong.append(
                _("Row %(row)s: %(what)s.") % {"row": read[0], "what": read[1]}
            )
            continue
        first = seen.setdefault(read.past.source_id, read.number)
        if first != read.number:
            what = _("the id stands in row %(first)s already") % {"first": first}
            wrong.append(
                _("Row %(row)s: %(what)s.") % {"row": read.number, "what": what}
            )
        rows.append(read)
    if wrong:
        lines = wrong[:ERRORS_SHOWN]
        if len(wrong) > ERRORS_SHOWN:
            more = len(wrong) - ERRORS_SHOWN
            lines.append(_("… and %(number)s more.") % {"number": more})
        raise Refused("\n".join([*lines, _("Nothing was imported.")]))
    return sorted(rows, key=lambda row: (row.past.sent_at, row.number))


def default_body(name: str | None) -> Body | None:
    """The body named on the command line; raises Refused when there is none."""
    if not name:
        return None
    found = Body.objects.filter(short_name=name).first()
    if found is None:
        raise Refused(_("No body is called %(name)s.") % {"name": name})
    return found


def _officers(rows: list[Row], default: str) -> dict[str, User]:
    wanted = {row.answered_by for row in rows if row.answered_by} | {default}
    found = {user.login: user for user in User.objects.filter(login__in=wanted)}
    missing = sorted(wanted - found.keys())
    if missing:
        what = _("Nobody signs in as %(logins)s.")
        raise Refused(what % {"logins": ", ".join(missing)})
    return found


def _bring(
    rows: list[Row], officers: dict[str, User], default: str, place: Place
) -> None:
    """In batches, so that a run that was cut off goes on where it stopped."""
    brought = changed = 0
    remaining = iter(rows)
    with Progress(_("Letters imported:"), len(rows)) as progress:
        while batch := list(islice(remaining, BATCH)):
            with within(place, durable=True):
                for row in batch:
                    outcome = _bring_one(row, officers[row.answered_by or default])
                    brought += outcome is True
                    changed += outcome is None
            progress.step(len(batch))
    print(
        _("New: %(new)s. Here already: %(old)s.")
        % {"new": brought, "old": len(rows) - brought - changed}
    )
    if changed:
        what = _("Imported before with other words, and left as they are: %(number)s.")
        raise Refused(what % {"number": changed})


def _bring_one(row: Row, user: User) -> bool | None:
    """True when it is new, False when it is here, None when its words changed."""
    officer = officer_of(user, on=local_day(timezone.now()))
    try:
        letter = import_letter(by=System("import-letters", officer), past=row.past)
    except ChangedSince:
        return None
    return letter is not None


def _summary(rows: Iterable[Row]) -> str:
    """How many were answered within 5, 10 and 15 working days."""
    calendar = working_calendar()
    used = [
        calendar.working_days_between(
            local_day(row.past.sent_at), local_day(row.past.replied_at)
        )
        for row in rows
        if row.past.replied_at
    ]
    parts = [
        _("within %(days)s: %(number)s")
        % {"days": days, "number": sum(one <= days for one in used)}
        for days in SPANS
    ]
    return _("Answered: %(number)s; working days used, %(parts)s.") % {
        "number": len(used),
        "parts": ", ".join(parts),
    }
