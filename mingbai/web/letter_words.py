"""Words about letters that several pages share."""

from django.utils.translation import gettext

from mingbai.letters.shares import Share, shares_of
from mingbai.letters.tally import Figures
from mingbai.places.models import Body, Post
from mingbai.ui.parts import Fact
from mingbai.ui.words import thousands


def addressee_words(addressee: Post | Body | None) -> str:
    """The addressee as the writer sees it."""
    return str(addressee) if addressee else gettext("Whoever is in charge")


def figure_facts(found: Figures, *, late_href: str = "") -> list[Fact]:
    """The last thirty days: received, answered in time; and now: open, overdue."""
    received = Fact(
        gettext("Received"),
        thousands(found.received),
        note=gettext("in the last 30 days"),
    )
    return [received, *answered_facts(found, late_href=late_href)]


def answered_facts(found: Figures, *, late_href: str = "") -> list[Fact]:
    """The same without what was received, which is counted for the place alone."""
    now = gettext("now")
    return [
        Fact(
            gettext("Answered in time"),
            share_words(shares_of(found).on_time),
            note=gettext("in the last 30 days"),
        ),
        Fact(gettext("Being handled"), thousands(found.open), note=now),
        Fact(
            gettext("Overdue"),
            thousands(found.overdue),
            note=now,
            href=late_href if found.overdue else "",
            is_alarm=found.overdue > 0,
        ),
    ]


def share_facts(found: Figures) -> list[Fact]:
    """What stands beside every on-time rate: how else letters were done with."""
    shares = shares_of(found)
    done = gettext("of the letters done with")
    answered = gettext("of the letters answered")
    return [
        Fact(gettext("Not accepted"), share_words(shares.declined), note=done),
        Fact(
            gettext("Closed late without an answer"),
            share_words(shares.closed_late),
            note=done,
        ),
        Fact(gettext("Joined as duplicates"), share_words(shares.merged), note=done),
        Fact(gettext("Extended"), share_words(shares.extended), note=done),
        Fact(gettext("Returned by a body"), share_words(shares.returned), note=done),
        Fact(gettext("Opened again"), share_words(shares.reopened), note=answered),
    ]


def satisfied_words(found: Figures) -> str:
    """How many of those who rated an answer were satisfied."""
    return gettext("Satisfied: %(share)s of the letters rated") % {
        "share": share_words(shares_of(found).satisfied)
    }


def share_words(share: Share) -> str:
    """So many of so many, with the per cent; of none, the number alone or a word."""
    if share.whole <= 0:
        if share.part <= 0:
            return gettext("None so far")
        return gettext("%(number)s letters") % {"number": thousands(share.part)}
    numbers = f"{thousands(share.part)} / {thousands(share.whole)}"
    return gettext("%(numbers)s (%(percent)s%%)") % {
        "numbers": numbers,
        "percent": share.percent,
    }
