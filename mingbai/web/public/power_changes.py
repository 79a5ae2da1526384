"""What changed in the list of powers, month by month."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.powers import news
from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.said import differences
from mingbai.ui.parts import Crumb
from mingbai.web.asked_day import ON
from mingbai.web.public.power import compare_href
from mingbai.web.public.power_compare import ComparedLine, compared
from mingbai.web.public.power_pages import page_of
from mingbai.web.public.power_words import power_href

WRITTEN: Final = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")
KIND: Final = "kind"
# Of each kind, on the page that shows all three.
FEW: Final = 20

KINDS: Final[dict[str, Callable[[date, date], PowerVersionQuerySet]]] = {
    "new": news.begun,
    "changed": news.changed,
    "repealed": news.repealed,
}


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        length = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=length)

    @property
    def before(self) -> "Month":
        """The month before."""
        return month_of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month":
        """The month after."""
        return month_of(self.last + timedelta(days=1))

    @property
    def words(self) -> str:
        """As Chinese writes it."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def href(self) -> str:
        """Its page."""
        return reverse("public:power-changes-month", args=[f"{self.first:%Y-%m}"])


@dataclass(frozen=True)
class ChangeLine:
    """A version that began, changed something, or ended."""

    version: PowerVersion
    href: str
    # The day from which the power is repealed.
    ended_on: date | None
    compare_href: str
    differences: list[ComparedLine]

    @property
    def words(self) -> str:
        """The fields that were changed."""
        return "、".join(one.word for one in self.differences)


@dataclass(frozen=True)
class Section:
    """The changes of one kind: some of them, or one page."""

    kind: str
    title: str
    total: int
    lines: list[ChangeLine]
    more_href: str = ""
    previous_href: str = ""
    next_href: str = ""


@require_safe
def power_changes_now(request: HttpRequest) -> HttpResponse:
    """What changes in the present month."""
    return _page(request, month_of(local_day(timezone.now())))


@require_safe
def power_changes(request: HttpRequest, month: str) -> HttpResponse:
    """What changes in a month such as 2026-11; `?kind=` shows one kind in pages."""
    if not WRITTEN.fullmatch(month):
        raise Http404
    return _page(request, Month(date.fromisoformat(f"{month}-01")))


def month_of(day: date) -> Month:
    """The month in which the day lies."""
    return Month(day.replace(day=1))


def _page(request: HttpRequest, month: Month) -> HttpResponse:
    kind = request.GET.get(KIND, "")
    if kind and kind not in KINDS:
        raise Http404
    sections = [
        _section(request, month, one, is_alone=bool(kind))
        for one in ([kind] if kind else KINDS)
    ]
    earlier, later = _beside(month)
    context = {
        "above": [Crumb(gettext("Powers"), reverse("public:power-list"))],
        "month": month,
        "sections": sections,
        "is_alone": bool(kind),
        "total": sum(one.total for one in sections),
        "earlier": earlier,
        "later": later,
        "on_first": f"{reverse('public:power-list')}?{ON}={month.first.isoformat()}",
    }
    return render(request, "public/power_changes.html", context)


def _beside(month: Month) -> tuple[Month | None, Month | None]:
    """The months beside it, unless nothing ever changed before or after; one query."""
    bounds = PowerVersion.objects.aggregate(
        first=Min("since"), last=Max("since"), end=Max("until")
    )
    today = local_day(timezone.now())
    newest = max(bounds["last"] or today, bounds["end"] or today, today)
    has_earlier = bounds["first"] is not None and bounds["first"] < month.first
    return (
        month.before if has_earlier else None,
        month.after if newest >= month.last + timedelta(days=1) else None,
    )


def _section(
    request: HttpRequest, month: Month, kind: str, *, is_alone: bool
) -> Section:
    found = KINDS[kind](month.first, month.last)
    if kind != "changed":
        # Nothing is compared, so no texts need be sorted.
        found = found.as_rows_with_holder()
    total = found.count()
    if is_alone:
        page = page_of(found, request)
        lines = _lines(kind, page.versions)
        return Section(
            *(kind, _title(kind), total, lines, ""),
            previous_href=page.previous_href,
            next_href=page.next_href,
        )
    lines = _lines(kind, list(found.order_by("power__code")[:FEW]))
    more = f"{month.href}?{KIND}={kind}" if total > FEW else ""
    return Section(kind, _title(kind), total, lines, more)


def _title(kind: str) -> str:
    return {
        "new": gettext("New powers"),
        "changed": gettext("Changed powers"),
        "repealed": gettext("Repealed powers"),
    }[kind]


def _lines(kind: str, versions: list[PowerVersion]) -> list[ChangeLine]:
    before = news.versions_before(versions) if kind == "changed" else {}
    return [_line(kind, one, before.get(one.pk)) for one in versions]


def _line(kind: str, version: PowerVersion, old: PowerVersion | None) -> ChangeLine:
    code = version.power.code
    ended_on = None
    if kind == "repealed" and version.until:
        ended_on = version.until + timedelta(days=1)
    numbers = f"?from={old.number}&to={version.number}" if old else ""
    found = differences(old.statement, version.statement) if old else []
    return ChangeLine(
        version=version,
        href=f"{power_href(code)}?{ON}={(ended_on or version.since).isoformat()}",
        ended_on=ended_on,
        compare_href=f"{compare_href(code)}{numbers}" if old else "",
        differences=compared(found, is_marked=False),
    )
