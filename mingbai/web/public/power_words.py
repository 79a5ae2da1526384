"""Where powers and their holders are found, and words that several pages share."""

from django.urls import reverse
from django.utils.translation import gettext

from mingbai.places.models import Body, Post
from mingbai.powers.counts import PowerCount
from mingbai.ui.page import MenuItem
from mingbai.ui.parts import Crumb, Fact
from mingbai.ui.words import thousands
from mingbai.web.asked_day import AskedDay


def powers_crumb(asked: AskedDay) -> Crumb:
    """The page above everything about powers."""
    return Crumb(gettext("Powers"), reverse("public:power-list") + asked.query)


def bodies_crumb(asked: AskedDay) -> Crumb:
    """The list of powers by body."""
    return Crumb(gettext("By body"), reverse("public:power-list-bodies") + asked.query)


def holder_href(holder: Post | Body) -> str:
    """The page of a post or body."""
    where = "leaders" if isinstance(holder, Post) else "bodies"
    return f"/{where}/{holder.slug}/"


def power_href(code: str) -> str:
    """The page of a power."""
    return reverse("public:power", args=[code])


def list_tabs(asked: AskedDay, current: str) -> list[MenuItem]:
    """The four orders of the list; `current` is the URL name of this page."""
    words = (
        ("power-list", gettext("By leader")),
        ("power-list-bodies", gettext("By body")),
        ("power-list-categories", gettext("By category")),
        ("power-list-matters", gettext("By matter")),
    )
    return [
        MenuItem(label, reverse(f"public:{name}") + asked.query, name == current)
        for name, label in words
    ]


def power_fact(count: PowerCount) -> Fact:
    """How many powers, and how many of them are not explained."""
    listed = gettext("%(number)s listed") % {"number": thousands(count.total)}
    lacking = gettext("%(number)s not yet explained")
    note = lacking % {"number": thousands(count.unexplained)}
    return Fact(gettext("Powers"), listed, note=note if count.unexplained else "")
