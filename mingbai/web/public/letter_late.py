"""The public late list: which body is late, with how many letters, and how long."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingbai.letters.late import late_by_body
from mingbai.letters.tally import figures
from mingbai.places.days import local_day
from mingbai.places.scoping import current_place
from mingbai.web.letter_words import answered_facts, satisfied_words, share_facts
from mingbai.web.public.letters import letters_crumb


@dataclass(frozen=True)
class LateLine:
    """One body that is late; the registrar's office has no page of its own."""

    name: str
    slug: str
    href: str
    letters: int
    days: int


@require_safe
def letter_late(request: HttpRequest) -> HttpResponse:
    """Bodies with late letters, the longest late first; no writer, number or word."""
    today = local_day(timezone.now())
    lately, office = figures(today=today), current_place().office
    lines = [
        LateLine(
            name=str(one.body) if one.body else office,
            slug=one.body.slug if one.body else "",
            href=reverse("public:body", args=[one.body.slug]) if one.body else "",
            letters=one.letters,
            days=one.days,
        )
        for one in late_by_body(today)
    ]
    context = {
        "above": [letters_crumb()],
        "today": today,
        "lines": lines,
        "figures": answered_facts(lately),
        "shares": share_facts(lately),
        "satisfied": satisfied_words(lately),
    }
    return render(request, "public/letter_late.html", context)
