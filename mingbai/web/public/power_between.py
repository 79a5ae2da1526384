"""How the list of powers of one day differs from that of another."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.powers import two_days
from mingbai.ui.parts import Crumb
from mingbai.web.asked_day import ON
from mingbai.web.public.change_lines import Changes, sections
from mingbai.web.public.two_days_form import (
    FROM,
    TO,
    TwoDaysForm,
    offered,
    query_of,
    year_before,
)

PAGE: Final = "public/power_changes_between.html"


@require_safe
def power_changes_between(request: HttpRequest) -> HttpResponse:
    """`?from=2025-11-23&to=2026-11-23`, else a year ago and today; in any order.

    Each power counts once, whatever happened between the days. 422 for what is no day.
    """
    today = local_day(timezone.now())
    said = {name: request.GET[name] for name in (FROM, TO) if name in request.GET}
    form = TwoDaysForm(said or query_of(year_before(today), today))
    above = [
        Crumb(gettext("Powers"), reverse("public:power-list")),
        Crumb(gettext("What changed"), reverse("public:power-changes")),
    ]
    if not form.is_valid():
        return render(request, PAGE, {"above": above, "between": form}, status=422)
    first, last = form.days
    context: dict[str, Any] = {
        "above": above,
        "between": offered(first, last),
        "first": first,
        "last": last,
        "is_ahead": last > today,
        "lists": [
            (day, f"{reverse('public:power-list')}?{urlencode({ON: day.isoformat()})}")
            for day in (first, last)
        ],
    }
    if first != last:
        changes = Changes(
            new=two_days.gained(first, last),
            changed=two_days.altered(first, last),
            repealed=two_days.lost(first, last),
            before=lambda versions: two_days.said_on(first, versions),
            path=request.path,
            query=query_of(first, last),
            seen_on=last.isoformat(),
        )
        context |= sections(changes, request)
    return render(request, PAGE, context)
