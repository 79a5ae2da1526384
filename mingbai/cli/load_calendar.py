"""`mingbai load-calendar FILE`: the days off and make-up working days of some years."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.cli.calendar_rows import calendar_rows
from mingbai.cli.place_option import add_place_option, chosen_place
from mingbai.cli.refused import Refused
from mingbai.cli.written_day import written_years
from mingbai.ledger.clock import now
from mingbai.places.actors import System
from mingbai.places.load_calendar import (
    CalendarLoaded,
    OccasionTooLong,
    SourceRefused,
    YearWithoutDays,
    load_calendar,
)
from mingbai.places.scoping import within

HELP = gettext_noop("Load days off and make-up working days; deadlines follow")


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "file", type=Path, help=_("CSV, UTF-8, with the columns date, kind and name")
    )
    parser.add_argument(
        "--source",
        required=True,
        help=_("the document that orders these days, with its number"),
    )
    parser.add_argument(
        "--years",
        type=written_years,
        help=_("2027, 2026-2027 or 2025,2027; without it every year in the file"),
    )
    add_place_option(parser)


def run(options: argparse.Namespace) -> int:
    """Load the years, or say that nothing changed."""
    rows = calendar_rows(options.file)
    years = options.years or frozenset(row.day.year for row in rows)
    wanted = [row for row in rows if row.day.year in years]
    place = chosen_place(options)
    try:
        with within(place, durable=True):
            loaded = load_calendar(
                by=System("load-calendar"),
                at=now(),
                rows=wanted,
                years=years,
                source=options.source,
            )
    except SourceRefused:
        raise Refused(
            _("--source names the document in 1 to 200 characters.")
        ) from None
    except OccasionTooLong as error:
        what = _("The occasion of %(day)s is longer than 48 characters.")
        raise Refused(what % {"day": error}) from None
    except YearWithoutDays as error:
        what = _("No day of %(year)s stands in the file. Nothing was loaded.")
        raise Refused(what % {"year": error}) from None
    _report(loaded, len(rows) - len(wanted))
    return 0


def _report(loaded: CalendarLoaded, left_out: int) -> None:
    if left_out:
        print(_("%(number)s days of other years were left out.") % {"number": left_out})
    if loaded.changed_years:
        what = _("Changed %(number)s days in %(years)s; open deadlines are recomputed.")
        years = _listed(loaded.changed_years)
        print(what % {"number": loaded.changed_days, "years": years})
    else:
        print(_("No day has changed."))
    if loaded.noted_years:
        what = _("The new source of %(years)s is noted.")
        print(what % {"years": _listed(loaded.noted_years)})


def _listed(years: tuple[int, ...]) -> str:
    return ", ".join(map(str, years))
