"""What `mingbai check --deploy` asks of an installation before the public meets it.

Each id is stable and stands in docs/reference/checks.md. Importing this module
registers the checks with Django's own, and takes one of those away.
"""

import importlib.util
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.checks import check_user_model
from django.core.checks import CheckMessage, Error, register
from django.core.checks.registry import registry
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from mingbai.accounts.officer import able_administrators
from mingbai.ledger.clock import now
from mingbai.places.days import local_day
from mingbai.places.models import CalendarYear, Place
from mingbai.places.scoping import within

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
# A carried-over demonstration is known by its package and by its logs' names.
DEMO_PACKAGE: Final = "mingbai_demo"
DEMO_ORIGIN: Final = "mingbai.example/"
# The notice for the next year is out by the end of November.
DECEMBER: Final = 12
ADMINISTRATORS: Final = 2

# It makes a User to look at it, and no row of ours can be made outside a place.
registry.registered_checks.discard(check_user_model)


@register(deploy=True)
def check_keys(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """E001: no key ring. E002: others may read a key."""
    if not (settings.KEYS / "root.key").exists():
        what = _("There is no key ring in %(folder)s.") % {"folder": settings.KEYS}
        return [Error(what, hint=_("Run `mingbai keys create`."), id="mingbai.E001")]
    open_to_others = [str(path) for path in _secrets() if path.stat().st_mode & OTHERS]
    if not open_to_others:
        return []
    what = _("Others may read: %(files)s") % {"files": ", ".join(open_to_others)}
    hint = _("Folders 0700, files 0600, owned by the user that runs Mingbai.")
    return [Error(what, hint=hint, id="mingbai.E002")]


@register(deploy=True)
def check_https(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """E003: what citizens write would travel in clear."""
    if settings.HTTPS:
        return []
    hint = _("Set MINGBAI_HTTPS=1 behind a web server that ends TLS.")
    return [Error(_("HTTPS is off."), hint=hint, id="mingbai.E003")]


@register(deploy=True)
def check_demonstration(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """E005: the demonstration's package, whose passwords everybody knows."""
    known = importlib.util.find_spec(DEMO_PACKAGE) is not None
    if not known and not entry_points(group="mingbai.demo"):
        return []
    hint = _("Install the wheel, which does not hold it, outside the source tree.")
    what = _("The demonstration (mingbai_demo) can be imported here.")
    return [Error(what, hint=hint, id="mingbai.E005")]


@register(deploy=True)
def check_places(
    app_configs: Sequence[AppConfig] | None, **options: object
) -> list[CheckMessage]:
    """E004 and E006 to E011: what only the database can tell."""
    try:
        return list(_of_the_database())
    except DatabaseError as error:
        what = _("The database can't be asked: %(reason)s")
        hint = _("Is it running, and has `mingbai migrate` been run?")
        reason = str(error).strip()
        return [Error(what % {"reason": reason}, hint=hint, id="mingbai.E011")]


def _secrets() -> Iterator[Path]:
    """Folders and files that their owner alone may read."""
    yield settings.KEYS
    for path in sorted(settings.KEYS.rglob("*")):
        in_logs = path.name == "logs" or path.parent.name == "logs"
        if not in_logs or path.suffix == ".key":
            yield path


def _of_the_database() -> Iterator[CheckMessage]:
    places = list(Place.objects.order_by("slug"))
    if connection.vendor == "sqlite" and len(places) > 1:
        hint = _("Move to PostgreSQL, which keeps places apart by row security.")
        what = _("SQLite holds more than one place.")
        yield Error(what, hint=hint, id="mingbai.E004")
    if connection.vendor == "postgresql":
        yield from _roles()
    for place in places:
        with within(place, read_only=True):
            yield from _of_a_place(place, local_day(now()))


def _of_a_place(place: Place, today: date) -> Iterator[CheckMessage]:
    for check in PLACE_CHECKS:
        yield from check(place, today)


def _demonstration_place(place: Place, today: date) -> Iterator[CheckMessage]:
    if place.origin.startswith(DEMO_ORIGIN):
        what = _("%(place)s is the demonstration: its log is %(origin)s.")
        facts = {"place": place, "origin": place.origin}
        hint = _("Begin with an empty database, and `mingbai add-place FILE`.")
        yield Error(what % facts, hint=hint, id="mingbai.E006")


def _next_year(place: Place, today: date) -> Iterator[CheckMessage]:
    following = today.year + 1
    loaded = CalendarYear.objects.filter(year=following).exists()
    if today.month == DECEMBER and not loaded:
        what = _("%(place)s: the working calendar of %(year)s is not loaded.")
        hint = _("Load the State Council's notice: `mingbai load-calendar FILE`.")
        facts = {"place": place, "year": following}
        yield Error(what % facts, hint=hint, id="mingbai.E007")


def _administrators(place: Place, today: date) -> Iterator[CheckMessage]:
    number = able_administrators(today)
    if number < ADMINISTRATORS:
        what = _("%(place)s has %(number)s administrators; granting takes two.")
        hint = _("Run `mingbai grant LOGIN administrator`.")
        facts = {"place": place, "number": number}
        yield Error(what % facts, hint=hint, id="mingbai.E008")


PLACE_CHECKS: Final[Sequence[Callable[[Place, date], Iterator[CheckMessage]]]] = (
    _demonstration_place,
    _next_year,
    _administrators,
)


def _roles() -> Iterator[CheckMessage]:
    """The owner of a table, like a superuser, passes by its row security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableowner = current_user FROM pg_tables"
            " WHERE tablename = 'places_place'"
        )
        is_owner = (cursor.fetchone() or [False])[0]
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        is_above = cursor.fetchone()[0]
    if is_owner:
        what = _("The same database role migrates and serves.")
        hint = _("Let MINGBAI_DATABASE name the role mingbai_app when serving.")
        yield Error(what, hint=hint, id="mingbai.E009")
    if is_above:
        what = _("The database role passes by row security.")
        hint = _("Take SUPERUSER and BYPASSRLS from it.")
        yield Error(what, hint=hint, id="mingbai.E010")
