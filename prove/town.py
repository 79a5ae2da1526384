"""Who acts for the letters of a place, as its duties say on the day."""

import random
from datetime import date
from typing import Final

from mingbai.accounts.models import Duty, DutyKind, User
from mingbai.accounts.officer import held_on, officer_of
from mingbai.letters.models import Handling
from mingbai.places.actors import Officer
from mingbai.places.models import Body, Post

# What a letter speaks of, and whose affair it is, where the place has such a body.
AFFAIRS: Final = {
    "学": "jiaoyuju",
    "房": "zhujianju",
    "物业": "zhujianju",
    "小区": "zhujianju",
    "公交": "jiaotongju",
    "路": "jiaotongju",
    "医": "weijianwei",
    "污染": "huanjingju",
    "噪": "huanjingju",
    "工资": "rensheju",
    "社保": "rensheju",
}


class Town:
    """The officials of the open place; asked anew for each day."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        officers = Duty.objects.filter(kind=DutyKind.OFFICER, body__isnull=False)
        served = officers.values("body")
        self.bodies = {
            one.slug: one for one in Body.objects.filter(pk__in=served).order_by("slug")
        }
        leaders = Duty.objects.filter(kind=DutyKind.LEADER).values("post")
        self.posts = list(Post.objects.filter(pk__in=leaders).order_by("slug"))

    def one_with(self, kind: DutyKind, on: date, body: Body | None = None) -> Officer:
        """Somebody with that duty, for that body if one is named; IndexError if none.

        The same choices give the same official.
        """
        duties = Duty.objects.filter(held_on(on), kind=kind)
        if body is not None:
            duties = duties.filter(body=body)
        users = User.objects.filter(pk__in=duties.values("user")).order_by("login")
        return officer_of(self._chance.choice(list(users)), on=on)

    def registrar(self, on: date) -> Officer:
        """Somebody of the office."""
        return self.one_with(DutyKind.REGISTRAR, on)

    def supervisor(self, on: date) -> Officer:
        """Somebody of the supervisors."""
        return self.one_with(DutyKind.SUPERVISOR, on)

    def holder(self, handling: Handling, on: date) -> Officer:
        """Whoever has the letter in hand."""
        if handling.officer is None:
            return self.registrar(on)
        return officer_of(handling.officer, on=on)

    def body_for(self, text: str, other_than: Body | None = None) -> Body:
        """The body whose affair it seems to be, or any."""
        slugs = [slug for sign, slug in AFFAIRS.items() if sign in text]
        known = [self.bodies[slug] for slug in slugs if slug in self.bodies]
        able = [one for one in known or self.bodies.values() if one != other_than]
        return self._chance.choice(able or list(self.bodies.values()))
