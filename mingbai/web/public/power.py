"""The page of a power: what it says on a day, on what basis, and what it once said."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.accounts.officer import officer_in_charge
from mingbai.places.models import Body, Portfolio, Post
from mingbai.powers.models import PowerVersion
from mingbai.ui.page import Proof
from mingbai.ui.parts import Crumb, Fact
from mingbai.ui.words import thousands, zh_date
from mingbai.web.asked_day import ON, AskedDay, asked_day
from mingbai.web.fingerprint import fingerprint
from mingbai.web.public.people import holder_word, holdings_of
from mingbai.web.public.power_sections import Sections
from mingbai.web.public.power_words import (
    holder_href,
    power_href,
    powers_crumb,
)


class Standing(Enum):
    """Whether a power may be used on the day that is asked about."""

    IN_FORCE = "in force"
    AHEAD = "ahead"  # it has not begun
    REPEALED = "repealed"  # and nothing has come back since


@dataclass(frozen=True)
class VersionLine:
    """A version in the history of a power."""

    version: PowerVersion
    is_shown: bool
    # The page as of its first day.
    href: str
    # What it changed; empty for the first.
    compare_href: str


@require_safe
def power(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the power says on that day, and its whole history."""
    versions = versions_of(code)
    asked = asked_day(request)
    shown = _shown(versions, asked)
    standing = _standing(shown, asked)
    context = {
        "above": [
            powers_crumb(asked),
            Crumb(str(shown.holder), holder_href(shown.holder) + asked.query),
        ],
        "asked": asked,
        "version": shown,
        "said": Sections(shown),
        "holder": shown.holder,
        "holder_href": holder_href(shown.holder) + asked.query,
        "is_ahead": standing is Standing.AHEAD,
        "is_repealed": standing is Standing.REPEALED,
        "repealed_on": _day_after(shown),
        "is_ending": _is_ending(shown, versions, asked),
        "coming": _coming(shown, versions, asked),
        "summary": _summary(shown, asked),
        "lines": _lines(versions, shown, code),
        "compare_href": compare_href(code),
        "fingerprint": fingerprint(shown.leaf),
        **_opening(shown),
        "proof": _proof(shown),
    }
    return render(request, "public/power.html", context)


def versions_of(code: str) -> list[PowerVersion]:
    """All versions of a power, the newest first; one query. Raises Http404."""
    # PostgreSQL stores no null character, so no code has one.
    found = (
        []
        if "\0" in code
        else list(
            PowerVersion.objects.of_code(code)
            .select_related(
                "power", "leaf__opening", "holder_post__body", "holder_body"
            )
            .order_by("-number")
        )
    )
    if not found:
        raise Http404
    return found


def compare_href(code: str) -> str:
    """Where two versions of the power are compared."""
    return reverse("public:power-compare", args=[code])


def _shown(versions: list[PowerVersion], asked: AskedDay) -> PowerVersion:
    """The version of that day, else the last that held before, else the first."""
    begun = [one for one in versions if one.since <= asked.day]
    return begun[0] if begun else versions[-1]


def _standing(shown: PowerVersion, asked: AskedDay) -> Standing:
    if shown.since > asked.day:
        return Standing.AHEAD
    if shown.until is not None and shown.until < asked.day:
        return Standing.REPEALED
    return Standing.IN_FORCE


def _day_after(shown: PowerVersion) -> str:
    return zh_date(shown.until + timedelta(days=1)) if shown.until else ""


def _is_ending(
    shown: PowerVersion, versions: list[PowerVersion], asked: AskedDay
) -> bool:
    """Whether its last day is known, and nothing is there to follow it."""
    return (
        shown == versions[0]
        and shown.until is not None
        and shown.since <= asked.day <= shown.until
    )


def _coming(
    shown: PowerVersion, versions: list[PowerVersion], asked: AskedDay
) -> PowerVersion | None:
    ahead = [one for one in versions if one.since > asked.day and one != shown]
    return ahead[-1] if ahead else None


def _lines(
    versions: list[PowerVersion], shown: PowerVersion, code: str
) -> list[VersionLine]:
    before: list[PowerVersion | None] = [*versions[1:], None]
    return [
        VersionLine(
            version=one,
            is_shown=one == shown,
            href=f"{power_href(code)}?{ON}={one.since.isoformat()}",
            compare_href=f"{compare_href(code)}?from={old.number}&to={one.number}"
            if old
            else "",
        )
        for one, old in zip(versions, before, strict=True)
    ]


def _summary(version: PowerVersion, asked: AskedDay) -> list[Fact]:
    holder = version.holder
    held = Fact(gettext("Holder"), holder.name, href=holder_href(holder) + asked.query)
    people = (
        _of_post(holder, asked) if isinstance(holder, Post) else _of_body(holder, asked)
    )
    category = Fact(
        gettext("Category"),
        version.category or gettext("Not stated"),
        note=version.matter,
    )
    return [held, *people, category]


def _of_post(post: Post, asked: AskedDay) -> list[Fact]:
    """Who holds the post and where it belongs; one query."""
    holding = holdings_of([post], asked)[post.pk]
    return [
        Fact(holder_word(asked), holding.name, note=holding.since),
        Fact(
            gettext("Belongs to"),
            str(post.body),
            href=holder_href(post.body) + asked.query,
        ),
    ]


def _of_body(body: Body, asked: AskedDay) -> list[Fact]:
    """Which post leads the body, and who answers its letters; two queries."""
    leading = (
        Portfolio.objects.on(asked.day)
        .filter(body=body)
        .select_related("post")
        .order_by("post__precedence")
        .first()
    )
    # Whoever answers does so today, whatever day is asked about.
    officer = officer_in_charge(body, on=asked.today)
    return [
        Fact(
            gettext("Led by"),
            str(leading.post) if leading else gettext("Not stated"),
            href=holder_href(leading.post) + asked.query if leading else "",
        ),
        Fact(
            gettext("Responsible officer"),
            officer.name if officer else gettext("Nobody named yet"),
            note=body.telephone,
        ),
    ]


def _opening(version: PowerVersion) -> dict[str, Any]:
    """What lets anybody compute the fingerprint; empty once erased."""
    opening = version.leaf.opening
    if opening.salt is None or opening.content is None:
        return {}
    return {
        "salt": bytes(opening.salt).hex(),
        "content": bytes(opening.content).decode(),
    }


def _proof(version: PowerVersion) -> Proof:
    said = {"number": version.number, "digits": fingerprint(version.leaf)[:17]}
    position = version.leaf.position
    if position is None:
        text = gettext(
            "Version %(number)s has the fingerprint %(digits)s… and enters the"
            " public ledger with its next signature."
        )
        return Proof(gettext("This page can be verified"), text % said)
    text = gettext(
        "Version %(number)s has the fingerprint %(digits)s… and is entry"
        " %(position)s of the public ledger."
    )
    said["position"] = thousands(position)
    return Proof(gettext("This page can be verified"), text % said)
