"""Searching the list of powers, with filters that stay from page to page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.powers.counts import PowerCount, count_by, count_of
from mingbai.powers.models import PowerVersion
from mingbai.ui.words import thousands
from mingbai.web.asked_day import ON, AskedDay, asked_day
from mingbai.web.public.power_pages import page_of
from mingbai.web.public.power_wanted import (
    Wanted,
    holder_kinds,
    powers_wanted,
    read_wanted,
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
    """The powers that fit, by code; four queries."""
    asked = asked_day(request)
    wanted = read_wanted(request.GET)
    found = powers_wanted(wanted, asked)
    context = {
        "above": [powers_crumb(asked)],
        "asked": asked,
        "wanted": wanted,
        "tabs": list_tabs(asked, ""),
        "count": count_of(found),
        "page": page_of(found.with_holder(), request),
        "filters": _filters(wanted, asked),
        "day_name": ON,
        "kept": _kept(wanted),
        "first_href": f"?{urlencode([*_kept(wanted), *asked.kept])}",
        "all_href": reverse("public:power-search") + asked.query,
    }
    return render(request, "public/power_search.html", context)


def _filters(wanted: Wanted, asked: AskedDay) -> list[Filter]:
    there = PowerVersion.objects.in_force(asked.day)
    return [
        _of_field("category", gettext("Category"), wanted.category, there),
        _of_field("matter", gettext("Matter"), wanted.matter, there),
        Filter(
            "holder",
            gettext("Kind of holder"),
            [
                Choice(kind, label, kind == wanted.holder)
                for kind, label in holder_kinds()
            ],
        ),
    ]


def _of_field(name: str, label: str, chosen: str, there: Any) -> Filter:
    counts = count_by(name, there)
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


def _counted(value: str, count: PowerCount) -> str:
    return gettext("%(word)s (%(number)s)") % {
        "word": value or gettext("Not stated"),
        "number": thousands(count.total),
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
