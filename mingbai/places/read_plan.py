"""From the text of a plan file to a plan, or to everything that is wrong with it."""

import re
import tomllib
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from mingbai.lib.tlog.note import check_key_name
from mingbai.lib.tlog.refused import Malformed
from mingbai.places.models import Body
from mingbai.places.plan import (
    AccountPlan,
    AdministratorPlan,
    BodyPlan,
    CommissionPlan,
    DutyPlan,
    PersonPlan,
    PlacePlan,
    PlanRefused,
    PostPlan,
)
from mingbai.places.plan_checks import check_plan
from mingbai.places.plan_reader import Table
from mingbai.ui.contrast import NotAColour
from mingbai.ui.look import Theme, UnreadableTheme

HOST: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
    r"|[0-9a-f:]*:[0-9a-f:]*"
)
TELEPHONE_LENGTH: Final = 32


def read_plan(text: str) -> PlacePlan:
    """The plan that a TOML file holds.

    Refuses with PlanRefused, which names the table and entry of every fault.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = _("the file can't be read as TOML: %(reason)s")
        raise PlanRefused([("TOML", what % {"reason": str(error)})]) from error
    problems: list[tuple[str, str]] = []
    whole = Table("", values, problems)
    plan = _plan(whole)
    whole.done()
    if not problems:
        problems.extend(check_plan(plan))
    if problems:
        raise PlanRefused(problems)
    return plan


def _plan(whole: Table) -> PlacePlan:
    place = whole.table("place")
    plan = PlacePlan(
        slug=place.slug("slug", 32),
        name=place.text("name", 32),
        site_name=place.text("site_name", 32),
        promise=place.text("promise", 40),
        seal=_seal(place),
        area_code=place.text("area_code", 12, ""),
        time_zone=_time_zone(place),
        hosts=_hosts(place),
        origin=_origin(place),
        reply_working_days=place.number("reply_working_days", 15, 1, 90),
        office=place.text("office", 32),
        office_telephone=place.text("office_telephone", TELEPHONE_LENGTH, ""),
        office_address=place.text("office_address", 96, ""),
        office_hours=place.text("office_hours", 96, ""),
        theme=_theme(place.table("theme")),
        commission=_commission(place.table("commission")),
        bodies=whole.tables("body", "slug", _body),
        posts=whole.tables("post", "slug", _post),
        persons=whole.tables("person", "name", _person),
        administrators=whole.tables("administrator", "login", _administrator),
        accounts=whole.tables("account", "login", _account),
    )
    place.done()
    return plan


def _seal(place: Table) -> str:
    seal = place.text("seal", 2)
    if len(seal) == 1:
        place.refuse(_("seal has two characters"))
    return seal


def _time_zone(place: Table) -> str:
    name = place.text("time_zone", 32, "Asia/Shanghai")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place.refuse(_("time_zone is not known, write Asia/Shanghai"))
    return name


def _hosts(place: Table) -> tuple[str, ...]:
    hosts = tuple(host.lower() for host in place.texts("hosts", None))
    if not hosts and "hosts" in place.values:
        place.refuse(_("hosts names no host"))
    for host in hosts:
        if not HOST.fullmatch(host):
            what = _("%(host)s is no host name; write it without http:// and port")
            place.refuse(what % {"host": host})
    return hosts


def _origin(place: Table) -> str:
    origin = place.text("origin", 96)
    try:
        if origin:
            check_key_name(origin)
    except Malformed:
        place.refuse(_("origin has no spaces and no plus sign"))
    return origin


def _theme(table: Table) -> Theme:
    colours = [table.text(name, 7) for name in ("pine", "pine_dark", "pine_light")]
    table.done()
    try:
        return Theme(*colours)
    except NotAColour:
        table.refuse(_("a colour is written # and six signs, such as #1f4d41"))
    except UnreadableTheme as error:
        what = _("text in these colours can't be read, 4.5:1 is needed: %(pair)s")
        table.refuse(what % {"pair": str(error)})
    return Theme()


def _commission(table: Table) -> CommissionPlan:
    commission = CommissionPlan(
        name=table.text("name", 64),
        address=table.text("address", 96, ""),
        postcode=table.text("postcode", 6, ""),
        telephone=table.text("telephone", TELEPHONE_LENGTH, ""),
        hours=table.text("hours", 96, ""),
    )
    table.done()
    return commission


def _body(table: Table) -> BodyPlan:
    kind = table.text("kind", 10)
    if kind and kind not in Body.Kind.values:
        what = _("kind must be one of %(kinds)s")
        table.refuse(what % {"kinds": ", ".join(Body.Kind.values)})
    return BodyPlan(
        slug=table.slug("slug", 48),
        name=table.text("name", 96),
        short_name=table.text("short_name", 48),
        kind=kind,
        parent=table.text("parent", 48, ""),
        precedence=table.number("precedence", 0, 0, 1_000_000),
        telephone=table.text("telephone", TELEPHONE_LENGTH, ""),
        address=table.text("address", 96, ""),
        duty=table.text("duty", 1000, ""),
    )


def _post(table: Table) -> PostPlan:
    return PostPlan(
        slug=table.slug("slug", 48),
        name=table.text("name", 96),
        short_name=table.text("short_name", 48),
        body=table.text("body", 48),
        precedence=table.number("precedence", 0, 0, 1_000_000),
        leading_group=table.text("leading_group", 48, ""),
        rank_in_group=table.number("rank_in_group", 0, 0, 1000),
        leads=table.texts("leads", ()),
        since=table.perhaps_day("since"),
        duty=table.text("duty", 1000, ""),
    )


def _person(table: Table) -> PersonPlan:
    return PersonPlan(
        name=table.text("name", 48),
        post=table.text("post", 48),
        since=table.day("since"),
        until=table.perhaps_day("until"),
        shared=table.flag("shared"),
    )


def _administrator(table: Table) -> AdministratorPlan:
    return AdministratorPlan(login=table.slug("login", 48), name=table.text("name", 48))


def _account(table: Table) -> AccountPlan:
    return AccountPlan(
        login=table.slug("login", 48),
        name=table.text("name", 48),
        person=table.text("person", 48, ""),
        duties=table.tables("duties", "kind", _duty),
    )


def _duty(table: Table) -> DutyPlan:
    return DutyPlan(
        kind=table.text("kind", 13),
        body=table.text("body", 48, ""),
        post=table.text("post", 48, ""),
    )
