"""Tags and filters of the components: `{% load ui %}`. See ui/README.md."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mingbai.ui import words
from mingbai.ui.assets import asset_address
from mingbai.ui.look import Look
from mingbai.ui.page import MenuItem
from mingbai.ui.parts import Crumb, Event, Fact, NextStep, Tally

register = template.Library()

SOON_DAYS = 3
"""From this many days left on, a clock turns amber."""

TONES = frozenset({"quiet", "pine", "blue", "amber", "red", "green"})


class UnknownTone(ValueError):
    """A template asked for a colour that has no meaning here."""


register.filter("zh_date", words.zh_date)
register.filter("zh_datetime", words.zh_datetime)
register.filter("thousands", words.thousands)
register.filter("lines", words.lines)
register.filter("groups", words.groups)
register.filter("days_phrase", words.days_phrase)
register.simple_tag(asset_address, name="asset")


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise UnknownTone(tone)
    return tone


@register.simple_tag(takes_context=True)
def look_address(context: template.Context, choice: str) -> str:
    """The link that makes a choice of look and comes back to this page (`here`).

    Raises UnknownChoice.
    """
    Look().choosing(choice)
    back = quote(str(context.get("here") or "/"), safe="")
    return f"/look/{choice}?back={back}"


# ---- where one is ----


@register.inclusion_tag("ui/components/crumbs.html")
def crumbs(above: Iterable[Crumb]) -> dict[str, Any]:
    """The pages above this one, from the home page down."""
    return {"above": above}


@register.inclusion_tag("ui/components/words_row.html")
def tabs(items: Iterable[MenuItem], label: str) -> dict[str, Any]:
    """Pages side by side, the current one filled; `label` is heard, not seen."""
    return {"items": items, "label": label, "kind": "tabs"}


@register.inclusion_tag("ui/components/words_row.html")
def anchors(items: Iterable[MenuItem], label: str) -> dict[str, Any]:
    """The sections of a long page as one row of links."""
    return {"items": items, "label": label, "kind": "anchors"}


@register.inclusion_tag("ui/components/section_head.html")
def section_head(
    title: str,
    id: str = "",  # noqa: A002  # HTML's own word
    href: str = "",
    link: str = "",
) -> dict[str, Any]:
    """A section's h2 and, at the right, a link to more of the same."""
    return {"title": title, "id": id, "href": href, "link": link}


@register.inclusion_tag("ui/components/pager.html")
def pager(previous_href: str = "", next_href: str = "") -> dict[str, Any]:
    """Links to the page before and after; draws nothing when there is neither."""
    return {"previous_href": previous_href, "next_href": next_href}


@register.inclusion_tag("ui/components/progress.html")
def progress(steps: Sequence[str], current: int) -> dict[str, Any]:
    """The steps of a form; `current` counts from 1."""
    return {"steps": steps, "current": current}


# ---- what is so ----


@register.inclusion_tag("ui/components/facts.html")
def facts(items: Iterable[Fact]) -> dict[str, Any]:
    """The fact strip under a title: two to five short facts."""
    return {"items": items}


@register.inclusion_tag("ui/components/definitions.html")
def definitions(items: Iterable[Fact]) -> dict[str, Any]:
    """Terms and values in rows; a Fact with `change` gets a submit button."""
    return {"items": items}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Any]:
    """What happened and what is due, in the order given."""
    return {"events": events}


@register.inclusion_tag("ui/components/next_steps.html")
def next_steps(steps: Iterable[NextStep]) -> dict[str, Any]:
    """What happens next: for the right column of a form."""
    return {"steps": steps}


@register.inclusion_tag("ui/components/tallies.html")
def tallies(items: Iterable[Tally], label: str) -> dict[str, Any]:
    """The desk's queues with their counts."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/receipt_box.html")
def receipt_box(
    number: str, receipt: str, facts: Iterable[Fact] = ()
) -> dict[str, Any]:
    """Number and receipt, large, to copy, photograph or print."""
    return {"number": number, "receipt": receipt, "facts": facts}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str = "", href: str = "", link: str = "") -> dict[str, Any]:
    """What a list says when it has nothing, and where to go instead."""
    return {"title": title, "text": text, "href": href, "link": link}


# ---- marks ----


@register.inclusion_tag("ui/components/tag.html")
def tag(text: str, tone: str = "quiet") -> dict[str, Any]:
    """A word in a small box. Red gets an exclamation mark, green a tick."""
    return {"text": text, "tone": _tone(tone)}


@register.inclusion_tag("ui/components/chip.html")
def clock(
    days_left: int,
    due_on: date | None = None,
    unit: str = "working",
    short: bool = False,
    provisional: bool = False,
) -> dict[str, Any]:
    """Days left to a due day: amber from three on, red once it has passed.

    With `due_on` the day itself stands beside it. `short` shortens what is seen (not
    what is heard); `provisional` says that the holidays of that year are not known.
    """
    phrase = words.days_phrase(days_left, unit)
    return {
        "tone": _clock_tone(days_left),
        "phrase": phrase,
        "seen": words.days_short(days_left) if short else phrase,
        "provisional": provisional,
        "due_on": due_on,
    }


@register.inclusion_tag("ui/components/chip.html")
def clock_stopped(used: int, allowed: int) -> dict[str, Any]:
    """How many working days an answer took, and whether that was in time."""
    phrase = words.used_phrase(used, allowed)
    tone = "red" if used > allowed else "green"
    return {"tone": tone, "phrase": phrase, "seen": phrase}


def _clock_tone(days_left: int) -> str:
    if days_left < 0:
        return "red"
    return "amber" if days_left <= SOON_DAYS else "quiet"


# ---- boxes around what a page writes ----


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "pine") -> SafeString:
    """A set-off remark: pine to know, amber to mind, red went wrong, green done."""
    return render_to_string(
        "ui/components/notice.html",
        {"content": content, "title": title, "tone": _tone(tone)},
    )


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    id: str,  # noqa: A002  # HTML's own word
) -> SafeString:
    """A box with a heading, for the right column; `id` is unique in the page."""
    return render_to_string(
        "ui/components/panel.html", {"content": content, "title": title, "id": id}
    )


# ---- forms ----


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong in a form, each with a link to its control; focus starts here."""
    return {"problems": _problems(form) if form.is_bound else []}


def _problems(form: BaseForm) -> list[tuple[str, str, str]]:
    """Address of the control, its label, the message; the first two may be empty."""
    found = []
    for name, messages in form.errors.items():
        address = label = ""
        if name in form.fields and not form[name].is_hidden:
            address, label = f"#{_first_control(form[name])}", str(form[name].label)
        found += [(address, label, str(message)) for message in messages]
    return found


def _first_control(bound: BoundField) -> str:
    """A group of radios has no control with the group's own id, only `id_0`."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.auto_id


@register.inclusion_tag("ui/components/search_box.html")
def search_box(
    action: str,
    label: str,
    name: str = "q",
    value: str = "",
    keep: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """One field and a button; a GET, so that the result has an address.

    `keep` are names and values that the result's address carries besides.
    """
    return {
        "action": action,
        "label": label,
        "name": name,
        "value": value,
        "keep": keep,
    }
