"""The page of a body: who leads it, who answers for it, what it may do."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.accounts.officer import officer_in_charge
from mingbai.places.days import local_day
from mingbai.places.models import Body, Portfolio, Seat
from mingbai.places.scoping import current_place
from mingbai.powers.counts import PowerCount, count_of
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Crumb, Fact
from mingbai.web.public.people import holdings_of
from mingbai.web.public.power_pages import page_of, power_fact
from mingbai.web.public.powers import powers_crumb


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Leading group in order, responsible officer, who leads it, its powers."""
    found = get_object_or_404(Body.objects.select_related("parent"), slug=slug)
    today = local_day(timezone.now())
    held = PowerVersion.objects.in_force(today).filter(holder_body=found)
    count = count_of(held)
    context = {
        "above": [powers_crumb(), bodies_crumb()],
        "body": found,
        "count": count,
        "page": page_of(held, request),
        "is_written_to": found.kind != Body.Kind.COMMITTEE,
        **_people(found, today),
    }
    context["summary"] = _summary(found, count, today)
    return render(request, "public/body.html", context)


def bodies_crumb() -> Crumb:
    """The list of powers by body."""
    return Crumb(gettext("By body"), "/powers/bodies/")


def _people(found: Body, today: date) -> dict[str, Any]:
    """The leading group by rank, and the posts that lead the body from above."""
    seats = Seat.objects.filter(body=found).select_related("post").order_by("rank")
    led_by = (
        Portfolio.objects.on(today)
        .filter(body=found)
        .select_related("post")
        .order_by("post__precedence")
    )
    group = [seat.post for seat in seats]
    leaders = [portfolio.post for portfolio in led_by]
    holdings = holdings_of(group + leaders, on=today)
    return {
        "group": [(post, holdings[post.pk]) for post in group],
        "led_by": [(post, holdings[post.pk]) for post in leaders],
    }


def _summary(found: Body, count: PowerCount, today: date) -> list[Fact]:
    officer = officer_in_charge(found, on=today)
    if officer:
        named = Fact(
            gettext("Responsible officer"),
            officer.name,
            note=gettext("answers the letters passed to this body"),
        )
    else:
        named = Fact(
            gettext("Responsible officer"),
            gettext("Nobody named yet"),
            note=gettext("%(office)s answers until then")
            % {"office": current_place().office},
        )
    return [
        power_fact(count),
        named,
        Fact(gettext("Telephone"), found.telephone or gettext("Not stated")),
        Fact(gettext("Address"), found.address or gettext("Not stated")),
    ]
