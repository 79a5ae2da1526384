"""Words about letters that several pages share."""

from datetime import date

from django.utils.translation import gettext

from mingbai.letters.tally import figures
from mingbai.places.models import Body, Post
from mingbai.ui.parts import Fact
from mingbai.ui.words import thousands


def addressee_words(addressee: Post | Body | None) -> str:
    """The addressee as the writer sees it."""
    return str(addressee) if addressee else gettext("Whoever is in charge")


def figure_facts(*, today: date, body: Body | None = None) -> list[Fact]:
    """The last thirty days: received, answered in time, answered late, overdue now."""
    found = figures(today=today, body=body)
    lately = gettext("in the last 30 days")
    answered = found.in_time + found.late
    return [
        Fact(gettext("Received"), thousands(found.received), note=lately),
        Fact(
            gettext("Answered in time"),
            f"{thousands(found.in_time)} / {thousands(answered)}",
            note=lately,
        ),
        Fact(gettext("Being handled"), thousands(found.open), note=gettext("now")),
        Fact(gettext("Overdue"), thousands(found.overdue), note=gettext("now")),
    ]
