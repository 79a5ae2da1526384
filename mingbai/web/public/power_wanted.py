"""What a reader searches the list of powers for, and the powers that fit."""

import unicodedata
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext

from mingbai.lib.half_width import half_width
from mingbai.places.models import Body, Post, Tenure
from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.web.asked_day import AskedDay
from mingbai.web.public.powers import NOT_STATED

# More than this of a search is not read, nor more words than that.
LONGEST: Final = 100
MOST_WORDS: Final = 5
POSTS: Final = "post"


@dataclass(frozen=True)
class Wanted:
    """A search and its filters; what is empty filters nothing."""

    # As somebody typed it, without what nobody can see.
    text: str = ""
    category: str = ""
    matter: str = ""
    # "post", or a kind of body.
    holder: str = ""
    is_unexplained: bool = False
    is_cut: bool = field(default=False, compare=False)

    @property
    def is_filtered(self) -> bool:
        """Whether more is asked than a text."""
        return bool(self.category or self.matter or self.holder or self.is_unexplained)

    @property
    def words(self) -> list[str]:
        """The words that must all be found."""
        return self.text.split()[:MOST_WORDS]


def read_wanted(said: QueryDict) -> Wanted:
    """What the address asks for; a kind of holder that is none is left out."""
    typed = said.get("q", "")
    text = "".join(_seen(sign) for sign in typed[:LONGEST])
    holder = said.get("holder", "")
    return Wanted(
        text=" ".join(text.split()),
        category=_value(said, "category"),
        matter=_value(said, "matter"),
        holder=holder if holder in dict(holder_kinds()) else "",
        is_unexplained=said.get("unexplained") == "1",
        is_cut=len(typed) > LONGEST or len(text.split()) > MOST_WORDS,
    )


def holder_kinds() -> list[tuple[str, str]]:
    """Who may hold a power: a post, or a body of some kind."""
    kinds = [(kind.value, str(kind.label)) for kind in Body.Kind]
    return [(POSTS, gettext("Posts of leaders and others")), *kinds]


def powers_wanted(wanted: Wanted, asked: AskedDay) -> PowerVersionQuerySet:
    """The powers of that day that fit, in no order yet; no query."""
    found: PowerVersionQuerySet = PowerVersion.objects.in_force(asked.day)
    for word in wanted.words:
        found = found.filter(_has(word, asked))
    for name, value in (("category", wanted.category), ("matter", wanted.matter)):
        if value:
            found = found.filter(**{name: stored(value)})
    if wanted.holder == POSTS:
        found = found.filter(holder_post__isnull=False)
    elif wanted.holder:
        found = found.filter(holder_body__kind=wanted.holder)
    return found.filter(explanation="") if wanted.is_unexplained else found


def stored(word: str) -> str:
    """A category or matter of a filter, as versions bear it."""
    return "" if word == NOT_STATED else word


def _seen(sign: str) -> str:
    """Signs that nobody sees, such as a null character, part words."""
    return " " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Cn"} else sign


def _value(said: QueryDict, name: str) -> str:
    # No category is longer, and no null character stands in one.
    return "".join(_seen(sign) for sign in said.get(name, "")[:LONGEST])


def _has(word: str, asked: AskedDay) -> Q:
    """The word is a part of the power's name, code or matter, or of who holds it.

    Somebody who holds the post on that day is found by name, and a body also by the
    names it had before. Full-width letters and digits are found by plain ones.
    """
    found = Q()
    for form in {word, half_width(word)}:
        posts = Post.objects.filter(_named(form)).order_by().values("pk")
        people = Tenure.objects.on(asked.day).filter(person__name__icontains=form)
        bodies = Body.objects.filter(
            _named(form) | _named(form, "former_names__")
        ).order_by()
        found |= (
            Q(name__icontains=form)
            | Q(item__icontains=form)
            | Q(matter__icontains=form)
            | Q(power__code__icontains=form)
            | Q(holder_post__in=posts)
            | Q(holder_post__in=people.order_by().values("post"))
            | Q(holder_body__in=bodies.values("pk"))
        )
    return found


def _named(part: str, before: str = "") -> Q:
    return Q(**{f"{before}name__icontains": part}) | Q(
        **{f"{before}short_name__icontains": part}
    )
