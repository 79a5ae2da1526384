"""The page of a body: who leads it, who answers for it, what it may do."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.accounts.officer import officer_in_charge
from mingbai.letters.tally import figures
from mingbai.places.models import Body, Portfolio, Seat
from mingbai.places.scoping import current_place
from mingbai.powers.counts import PowerCount, count_of
from mingbai.powers.models import PowerVersion
from mingbai.ui.parts import Fact
from mingbai.web.asked_day import AskedDay, asked_day
from mingbai.web.letter_words import answered_facts, share_facts
from mingbai.web.public.people import holdings_of
from mingbai.web.public.power_pages import page_of
from mingbai.web.public.power_words import bodies_crumb, power_fact, powers_crumb
from mingbai.web.public.powers import is_gone


@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Leading group in order, responsible officer, who leads it, its powers."""
    found = get_object_or_404(
        Body.objects.select_related("parent", "merged_into"), slug=slug
    )
    asked = asked_day(request)
    held = PowerVersion.objects.in_force(asked.day).filter(holder_body=found)
    count = count_of(held)
    gone = is_gone(found, asked.day)
    context = {
        "above": [powers_crumb(asked), bodies_crumb(asked)],
        "asked": asked,
        "body": found,
        "count": count,
        "page": page_of(held.as_rows(), request),
        "is_gone": gone,
        "is_going": found.merged_on is not None and not gone,
        "is_written_to": found.kind != Body.Kind.COMMITTEE and not gone,
        **_people(found, asked),
        **_kin(found, asked),
        "summary": _summary(found, count, asked),
        **_letters(found, asked),
    }
    return render(request, "public/body.html", context)


def _people(found: Body, asked: AskedDay) -> dict[str, Any]:
    """The leading group by rank, and the posts that lead the body from above."""
    seats = Seat.objects.on(asked.day).filter(body=found).select_related("post")
    led_by = (
        Portfolio.objects.on(asked.day)
        .filter(body=found)
        .select_related("post")
        .order_by("post__precedence")
    )
    group = [seat.post for seat in seats.order_by("rank")]
    leaders = [portfolio.post for portfolio in led_by]
    holdings = holdings_of(group + leaders, asked)
    return {
        "group": [(post, holdings[post.pk]) for post in group],
        "led_by": [(post, holdings[post.pk]) for post in leaders],
    }


def _kin(found: Body, asked: AskedDay) -> dict[str, Any]:
    """Its parts, those that became part of it, its former names; two queries."""
    kin = list(Body.objects.filter(Q(parent=found) | Q(merged_into=found)))
    gone = [one for one in kin if is_gone(one, asked.day)]
    return {
        "parts": [one for one in kin if one.parent_id == found.pk and one not in gone],
        "merged": sorted(
            (one for one in gone if one.merged_into_id == found.pk),
            key=_merged_on,
            reverse=True,
        ),
        "former_names": list(found.former_names.all()),
    }


def _letters(found: Body, asked: AskedDay) -> dict[str, Any]:
    """How its letters have gone in the last thirty days, whatever day is asked about.

    Nothing of a committee: nobody writes to one, and none is passed a letter.
    """
    if found.kind == Body.Kind.COMMITTEE:
        return {}
    lately = figures(today=asked.today, body=found)
    late_href = f"{reverse('public:letter-late')}#{found.slug}"
    return {
        "figures": answered_facts(lately, late_href=late_href),
        "shares": share_facts(lately),
    }


def _merged_on(body: Body) -> date:
    assert body.merged_on is not None, "asked of bodies that are gone"
    return body.merged_on


def _summary(found: Body, count: PowerCount, asked: AskedDay) -> list[Fact]:
    # Whoever answers does so today, whatever day is asked about.
    officer = officer_in_charge(found, on=asked.today)
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
        Fact(gettext("Office telephone"), found.telephone or gettext("Not stated")),
        Fact(gettext("Address"), found.address or gettext("Not stated")),
    ]
