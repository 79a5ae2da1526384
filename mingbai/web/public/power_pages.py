"""Long lists of powers in pages, by keyset: no page costs more than the first."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from mingbai.powers.counts import PowerCount
from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.ui.parts import Fact
from mingbai.ui.words import thousands

PER_PAGE: Final = 50
AFTER: Final = "after"
BEFORE: Final = "before"


@dataclass(frozen=True)
class PowerPage:
    """One page of powers by code, and the addresses of the pages beside it."""

    versions: list[PowerVersion]
    previous_href: str
    next_href: str


def page_of(versions: PowerVersionQuerySet, request: HttpRequest) -> PowerPage:
    """The page that `?after=CODE` or `?before=CODE` asks for; one query."""
    after, before = request.GET.get(AFTER, ""), request.GET.get(BEFORE, "")
    # PostgreSQL stores no null character, so no code has one.
    if "\0" in after + before:
        raise Http404
    rows = versions.select_related("power").order_by("power__code")
    if before:
        back = rows.filter(power__code__lt=before).reverse()
        found = list(back[: PER_PAGE + 1])
        shown = found[:PER_PAGE][::-1]
        return _page(shown, is_more_before=len(found) > PER_PAGE, is_more_after=True)
    if after:
        rows = rows.filter(power__code__gt=after)
    found = list(rows[: PER_PAGE + 1])
    more = len(found) > PER_PAGE
    return _page(found[:PER_PAGE], is_more_before=bool(after), is_more_after=more)


def _page(
    shown: list[PowerVersion], *, is_more_before: bool, is_more_after: bool
) -> PowerPage:
    if not shown:
        return PowerPage([], "", "")
    first, last = shown[0].power.code, shown[-1].power.code
    return PowerPage(
        shown,
        _href(BEFORE, first) if is_more_before else "",
        _href(AFTER, last) if is_more_after else "",
    )


def _href(direction: str, code: str) -> str:
    return f"?{urlencode({direction: code})}#powers"


def power_fact(count: PowerCount) -> Fact:
    """How many powers, and how many of them are not explained."""
    listed = gettext("%(number)s listed") % {"number": thousands(count.total)}
    lacking = gettext("%(number)s not yet explained")
    note = lacking % {"number": thousands(count.unexplained)}
    return Fact(gettext("Powers"), listed, note=note if count.unexplained else "")
