"""Two versions of a power side by side: what one said, what the other says."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.powers.models import Power, PowerVersion
from mingbai.powers.said import Difference, differences
from mingbai.ui.parts import Crumb
from mingbai.web.asked_day import asked_day
from mingbai.web.public.power import power, versions_of
from mingbai.web.public.power_words import power_href, powers_crumb

# Less alike than this, two texts are shown whole: scraps of words help nobody.
LEAST_ALIKE: Final = 0.6
# Beyond this a text is shown without marks: finding them takes too long.
MOST_PIECES: Final = 600
# A number is one sign: of 60 days that become 50 not only the 6 is another.
SIGN: Final = re.compile(r"[0-9A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A part of a text, and whether the other text lacks it."""

    text: str
    is_other: bool


@dataclass(frozen=True)
class ComparedLine:
    """A field that was changed, in words and piece by piece."""

    word: str
    what: str
    tone: str
    before: list[Piece]
    after: list[Piece]


@require_safe
def power_compare(request: HttpRequest, code: str) -> HttpResponse:
    """`?from=1&to=2`, else the two newest versions; the older one at the left.

    A power whose own code ends in `/compare` has its page here, too: unless versions
    are named, or no power has the code before it.
    """
    named = "from" in request.GET or "to" in request.GET
    if not named and _is_a_code(f"{code}/compare"):
        return power(request, f"{code}/compare")
    versions = versions_of(code)
    before, after = _chosen(versions, request)
    asked = asked_day(request)
    context = {
        "above": [powers_crumb(asked), Crumb(versions[0].name, power_href(code))],
        "code": code,
        "name": after.name,
        "before": before,
        "after": after,
        "versions": versions[::-1],
        "is_only": len(versions) == 1,
        "lines": compared(differences(before.statement, after.statement)),
        "power_href": power_href(code),
    }
    return render(request, "public/power_compare.html", context)


def compared(found: list[Difference], *, is_marked: bool = True) -> list[ComparedLine]:
    """Differences as a reader sees them; finding the marks in a text takes time."""
    pieces = _pieces if is_marked else _plain
    return [
        ComparedLine(one.word, *_kind(one), *pieces(one.before, one.after))
        for one in found
    ]


def _is_a_code(code: str) -> bool:
    return "\0" not in code and Power.objects.filter(code=code).exists()


def _chosen(
    versions: list[PowerVersion], request: HttpRequest
) -> tuple[PowerVersion, PowerVersion]:
    by_number = {str(one.number): one for one in versions}
    newest, second = versions[0], versions[min(1, len(versions) - 1)]
    try:
        one = by_number[request.GET.get("from", str(second.number))]
        other = by_number[request.GET.get("to", str(newest.number))]
    except KeyError:
        raise Http404 from None
    return (one, other) if one.number <= other.number else (other, one)


def _kind(one: Difference) -> tuple[str, str]:
    if not one.before:
        return gettext("Added"), "green"
    if not one.after:
        return gettext("Removed"), "red"
    return gettext("Changed"), "amber"


def _plain(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    return [Piece(before, is_other=False)], [Piece(after, is_other=False)]


def _whole(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    return [Piece(before, is_other=True)], [Piece(after, is_other=True)]


def _lines(text: str) -> list[str]:
    """The lines with their ends, the last one's too, so that equal ones are equal."""
    return [f"{line}\n" for line in text.splitlines()]


def _pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: by lines where there are several, else by signs."""
    is_long = "\n" in before or "\n" in after
    old = _lines(before) if is_long else SIGN.findall(before)
    new = _lines(after) if is_long else SIGN.findall(after)
    if max(len(old), len(new)) > MOST_PIECES or not (old and new):
        return _whole(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if not is_long and matcher.ratio() < LEAST_ALIKE:
        return _whole(before, after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        is_other = kind != "equal"
        if end > start:
            left.append(Piece("".join(old[start:end]), is_other))
        if stop > begin:
            right.append(Piece("".join(new[begin:stop]), is_other))
    return left, right
