"""Duties, days and wishes in words."""

from datetime import date

from django.utils.translation import gettext

from mingbai.accounts.models import Asking, Duty, DutyKind
from mingbai.ui.words import zh_date


def what_is_held(duty: Duty | Asking) -> str:
    """The kind of duty and what it is for: 责任人（代理） · 县教育局."""
    kind = duty.kind if isinstance(duty, Duty) else duty.duty_kind
    words = str(DutyKind(kind).label)
    if duty.is_deputy:
        words = gettext("%(duty)s (deputy)") % {"duty": words}
    held_for = duty.body or duty.post
    return f"{words} · {held_for}" if held_for else words


def which_days(since: date | None, until: date | None) -> str:
    """From which day until which, both counted; empty when neither is known."""
    if since and until:
        return gettext("%(first)s until %(last)s") % {
            "first": zh_date(since),
            "last": zh_date(until),
        }
    if since:
        return gettext("from %(first)s") % {"first": zh_date(since)}
    if until:
        return gettext("until %(last)s") % {"last": zh_date(until)}
    return ""


def what_is_asked(asking: Asking) -> str:
    """The wish in one line."""
    words = str(asking.get_kind_display())
    if asking.kind == Asking.Kind.RESET:
        return words
    return "，".join(
        part
        for part in (
            words,
            what_is_held(asking),
            which_days(asking.since, asking.until),
        )
        if part
    )
