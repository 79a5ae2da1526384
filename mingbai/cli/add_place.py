"""`mingbai add-place FILE`: a district or county, ready to be served."""

import argparse
import secrets
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingbai.accounts.create_user import LoginRefused, LoginTaken, create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, User
from mingbai.cli.calendar_rows import calendar_rows
from mingbai.cli.keys import log_key_line
from mingbai.cli.refused import Refused
from mingbai.ledger.clock import now
from mingbai.lib.keyring import KeyRing, KeyRingExists
from mingbai.lib.log_keys import LogKeyExists
from mingbai.lib.secret_file import SecretFileFault
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.places.load_calendar import load_calendar
from mingbai.places.models import Body, Person, Place, Post
from mingbai.places.open_place import HostTaken, OnlyOnePlace, PlaceExists, open_place
from mingbai.places.plan import AccountPlan, PlacePlan, PlanRefused
from mingbai.places.read_plan import read_plan
from mingbai.places.scoping import within

HELP = gettext_noop("Add a place: names, keys, calendar, first accounts, from a file")

BY: Final = System("add-place")
# Small letters and digits that nobody takes for one another; 16 of them are 79 bits.
SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, help=_("the place's file (TOML)"))


def run(options: argparse.Namespace) -> int:
    """Make all of it or nothing, and print each first password once."""
    plan = _plan(options.file)
    ring = _keys(plan.origin)
    try:
        # The door's transaction: there is no place to enter before it has begun.
        with transaction.atomic(durable=True):
            at = now()
            place = open_place(by=BY, at=at, plan=plan)
            with within(place):
                years = _load_shipped_calendar(at)
                passwords = _open_accounts(plan)
    except PlaceExists:
        raise Refused(_("This place is there already; nothing was changed.")) from None
    except HostTaken as error:
        what = _("The host name %(host)s leads to another place.")
        raise Refused(what % {"host": error}) from None
    except OnlyOnePlace:
        raise Refused(
            _("SQLite holds one place. For several use PostgreSQL: MINGBAI_DATABASE.")
        ) from None
    _report(place, plan, log_key_line(ring, plan.origin), years)
    _print_accounts(plan, passwords)
    return 0


def _plan(path: Path) -> PlacePlan:
    try:
        return read_plan(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = _("%(file)s can't be read: %(reason)s")
        raise Refused(what % {"file": path, "reason": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise Refused(_("%(file)s is not UTF-8.") % {"file": path}) from error
    except PlanRefused as error:
        lines = [_("Nothing was made. In %(file)s:") % {"file": path}]
        lines += [f"  {where}: {what}" for where, what in error.problems]
        raise Refused("\n".join(lines)) from error


def _keys(origin: str) -> KeyRing:
    """The ring with this log's key in it; both are made if they are absent."""
    try:
        with suppress(KeyRingExists):
            KeyRing.create(settings.KEYS)
        ring = KeyRing.open(settings.KEYS)
        # Made before, by the sequencer's own user or by a run that was interrupted.
        with suppress(LogKeyExists):
            if origin not in ring.origins():
                ring.create_log_key(origin)
    except (SecretFileFault, PermissionError) as error:
        what = _(
            "The key ring can't be used: %(reason)s\nIf the log keys belong to the"
            " sequencer, run as its user first: mingbai keys add-log-key %(origin)s"
        )
        raise Refused(what % {"reason": error, "origin": origin}) from error
    return ring


def _load_shipped_calendar(at: datetime) -> list[int]:
    rows = calendar_rows(settings.PACKAGE / "places" / "calendars" / "cn.csv")
    years = sorted({row.day.year for row in rows})
    source = _("Holiday notices of the State Council, as shipped with Mingbai")
    load_calendar(by=BY, at=at, rows=rows, years=years, source=source)
    return years


def _open_accounts(plan: PlacePlan) -> dict[str, str]:
    """The first password of each login.

    Each account has its own moment: to hash a hundred passwords takes minutes on a
    slow machine, and the ledger takes no event that is two minutes old.
    """
    today = local_day(now())
    passwords: dict[str, str] = {}
    for said in plan.administrators:
        at = now()
        passwords[said.login] = _password()
        user = _create(said.login, said.name, None, passwords[said.login], at)
        grant(by=BY, at=at, user=user, kind=DutyKind.ADMINISTRATOR, since=today)
    for account in plan.accounts:
        at = now()
        passwords[account.login] = _password()
        person = Person.objects.filter(name=account.person).first()
        user = _create(
            account.login, account.name, person, passwords[account.login], at
        )
        _grant_all(account, user, at, today)
    return passwords


def _create(
    login: str, name: str, person: Person | None, password: str, at: datetime
) -> User:
    try:
        return create_user(
            by=BY, at=at, login=login, name=name, person=person, password=password
        )
    except (LoginRefused, LoginTaken) as error:
        raise Refused(_("%(login)s can't be a login.") % {"login": login}) from error


def _grant_all(account: AccountPlan, user: User, at: datetime, today: date) -> None:
    for duty in account.duties:
        grant(
            by=BY,
            at=at,
            user=user,
            kind=DutyKind(duty.kind),
            body=Body.objects.get(slug=duty.body) if duty.body else None,
            post=Post.objects.get(slug=duty.post) if duty.post else None,
            since=today,
        )


def _password() -> str:
    signs = "".join(secrets.choice(SIGNS) for _turn in range(16))
    return "-".join(signs[start : start + 4] for start in range(0, 16, 4))


def _report(place: Place, plan: PlacePlan, vkey: str, years: list[int]) -> None:
    facts = {
        "name": place.name,
        "bodies": len(plan.bodies),
        "posts": len(plan.posts),
        "hosts": ", ".join(plan.hosts),
        "vkey": vkey,
        "first": years[0],
        "last": years[-1],
    }
    print(_("%(name)s: %(bodies)s bodies and %(posts)s posts.") % facts)
    print(_("Host names: %(hosts)s") % facts)
    print(_("Working calendar: %(first)s to %(last)s") % facts)
    print(_("Public log key: %(vkey)s") % facts)


def _print_accounts(plan: PlacePlan, passwords: dict[str, str]) -> None:
    print()
    print(_("First passwords. They are shown this once and kept nowhere:"))
    names = {one.login: one.name for one in plan.administrators}
    names |= {one.login: one.name for one in plan.accounts}
    for login, password in passwords.items():
        print(f"  {login:<24}{password}  {names[login]}")
