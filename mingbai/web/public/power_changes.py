"""What changed in the list of powers, month by month."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
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
from mingbai.powers.list_on import months_of_change
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Crumb
from mingbai.web.asked_day import ON
from mingbai.web.public.change_lines import Changes, sections
from mingbai.web.public.two_days_form import offered

WRITTEN: Final = re.compile(r"(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])")


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


@require_safe
def power_changes_months(request: HttpRequest) -> HttpResponse:
    """The months in which anything changed, year by year, the newest first."""
    months = [Month(day) for day in months_of_change()]
    context = {
        "above": [
            Crumb(gettext("Powers"), reverse("public:power-list")),
            Crumb(gettext("What changed"), reverse("public:power-changes")),
        ],
        "years": [
            (year, list(found))
            for year, found in groupby(months, key=lambda one: one.first.year)
        ],
    }
    return render(request, "public/power_changes_months.html", context)


def month_of(day: date) -> Month:
    """The month in which the day lies."""
    return Month(day.replace(day=1))


def _page(request: HttpRequest, month: Month) -> HttpResponse:
    days = month.first, month.last
    changes = Changes(
        new=news.begun(*days),
        changed=news.changed(*days),
        repealed=news.repealed(*days),
        before=news.versions_before,
        path=month.href,
        query={},
    )
    earlier, later = _beside(month)
    context = {
        "above": [Crumb(gettext("Powers"), reverse("public:power-list"))],
        "month": month,
        **sections(changes, request),
        "earlier": earlier,
        "later": later,
        "on_first": f"{reverse('public:power-list')}?{ON}={month.first.isoformat()}",
        "between": offered(month.before.last, month.last),
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
