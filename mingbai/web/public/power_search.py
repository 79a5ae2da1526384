"""Searching the list of powers, with filters that stay from page to page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.powers.counts import WordCounts, count_words
from mingbai.powers.models import PowerVersionQuerySet
from mingbai.ui.words import thousands
from mingbai.web.asked_day import ON, asked_day
from mingbai.web.public.power_pages import page_of_list
from mingbai.web.public.power_wanted import (
    Wanted,
    holder_kinds,
    powers_wanted,
    read_wanted,
    stored,
)
from mingbai.web.public.power_words import list_tabs, powers_crumb
from mingbai.web.public.powers import NOT_STATED


@dataclass(frozen=True)
class Choice:
    """A value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """A filter of the form: its name, what it is called, what can be chosen."""

    name: str
    label: str
    choices: list[Choice]


@require_safe
def power_search(request: HttpRequest) -> HttpResponse:
    """The powers that fit, by code; three queries, two when only words filter."""
    asked = asked_day(request)
    wanted = read_wanted(request.GET)
    found = powers_wanted(wanted, asked)
    words = count_words(on=asked.day)
    context = {
        "above": [powers_crumb(asked)],
        "asked": asked,
        "wanted": wanted,
        "tabs": list_tabs(asked, ""),
        "total": _total(wanted, words, found),
        "page": page_of_list(found.as_rows_with_holder(), request),
        "filters": _filters(wanted, words),
        "day_name": ON,
        "kept": _kept(wanted),
        "first_href": f"?{urlencode([*_kept(wanted), *asked.kept])}",
        "all_href": reverse("public:power-search") + asked.query,
    }
    return render(request, "public/power_search.html", context)


def _total(wanted: Wanted, words: WordCounts, found: PowerVersionQuerySet) -> int:
    """How many fit; no query where the words of the filters have been counted."""
    if wanted.text or wanted.holder or wanted.is_unexplained:
        return found.count()
    return words.total(
        category=stored(wanted.category) if wanted.category else None,
        matter=stored(wanted.matter) if wanted.matter else None,
    )


def _filters(wanted: Wanted, words: WordCounts) -> list[Filter]:
    return [
        _of_words("category", gettext("Category"), wanted.category, words.by_category),
        _of_words("matter", gettext("Matter"), wanted.matter, words.by_matter),
        Filter(
            "holder",
            gettext("Kind of holder"),
            [
                Choice(kind, label, kind == wanted.holder)
                for kind, label in holder_kinds()
            ],
        ),
    ]


def _of_words(name: str, label: str, chosen: str, counts: dict[str, int]) -> Filter:
    values = sorted(counts, key=lambda word: (not word, word))
    choices = [
        Choice(
            value or NOT_STATED,
            _counted(value, counts[value]),
            (value or NOT_STATED) == chosen,
        )
        for value in values
    ]
    # A filter that nothing has today still shows itself.
    if chosen and not any(one.is_chosen for one in choices):
        choices.append(Choice(chosen, chosen, is_chosen=True))
    return Filter(name, label, choices)


def _counted(value: str, total: int) -> str:
    return gettext("%(word)s (%(number)s)") % {
        "word": value or gettext("Not stated"),
        "number": thousands(total),
    }


def _kept(wanted: Wanted) -> list[tuple[str, str]]:
    """What is asked for, as hidden fields of another form."""
    said = (
        ("q", wanted.text),
        ("category", wanted.category),
        ("matter", wanted.matter),
        ("holder", wanted.holder),
        ("unexplained", "1" if wanted.is_unexplained else ""),
    )
    return [(name, value) for name, value in said if value]
