"""The leader mailbox: whom to write to, and how it has gone lately."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.letters.tally import figures
from mingbai.places.models import Post
from mingbai.powers.counts import PowerCount, count_powers
from mingbai.ui.parts import Crumb
from mingbai.web.asked_day import AskedDay, asked_day
from mingbai.web.letter_words import figure_facts, satisfied_words, share_facts
from mingbai.web.public.people import Holding, holdings_of


@dataclass(frozen=True)
class Mailbox:
    """A leader one can write to: the post, who holds it, how much it may decide."""

    post: Post
    holding: Holding
    count: PowerCount


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The leaders in official precedence with their powers, and figures lately."""
    asked = asked_day(request)
    found = figures(today=asked.today)
    context = {
        "mailboxes": _mailboxes(asked),
        "figures": figure_facts(found, late_href=reverse("public:letter-late")),
        "shares": share_facts(found),
        "satisfied": satisfied_words(found),
    }
    return render(request, "public/letters.html", context)


def letters_crumb() -> Crumb:
    """The page above everything about letters."""
    return Crumb(gettext("Leader mailbox"), "/letters/")


def _mailboxes(asked: AskedDay) -> list[Mailbox]:
    posts = list(Post.objects.leaders(on=asked.today))
    holdings = holdings_of(posts, asked)
    counts = count_powers(on=asked.today).posts
    return [
        Mailbox(post, holdings[post.pk], counts.get(post.pk, PowerCount()))
        for post in posts
    ]
