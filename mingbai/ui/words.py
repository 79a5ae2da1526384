"""Dates, numbers, days and verbatim texts as a reader meets them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

# U+2400 and following draw the control characters; tab and line feed are kept.
_CONTROL_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in (9, 10)}
_CONTROL_PICTURES[0x7F] = 0x2421


def zh_date(day: date) -> str:
    """A day as Chinese writes it: 2026年3月1日.

    An instant is shown as the day it falls on in the current time zone.
    """
    if isinstance(day, datetime):
        day = _local(day)
    return f"{day.year}年{day.month}月{day.day}日"


def zh_datetime(instant: datetime) -> str:
    """An instant in the current time zone: 2026年3月1日 09:05."""
    local = _local(instant)
    return f"{zh_date(local.date())} {local:%H:%M}"


def _local(instant: datetime) -> datetime:
    return timezone.localtime(instant) if timezone.is_aware(instant) else instant


def thousands(number: int) -> str:
    """A number in groups of three digits: 1,408."""
    return f"{number:,}"


def lines(text: str) -> SafeString:
    """A text exactly as somebody wrote it, safe to stand in a page.

    Line breaks and spaces stay, markup is shown as text, control characters become
    their pictures (NUL is ␀), and each line is isolated, so that a right-to-left
    override in one cannot turn round what stands after it.
    """
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    shown = normal.translate(_CONTROL_PICTURES).split("\n")
    inner = format_html_join("\n", "<bdi>{}</bdi>", ((line,) for line in shown))
    return format_html('<span class="verbatim">{}</span>', inner)


def groups(code: str) -> SafeString:
    """A code in groups joined by hyphens, which breaks a line only between them."""
    parts = code.split("-")
    joined = [f"{part}-" for part in parts[:-1]] + parts[-1:]
    return format_html_join(
        "", '<span class="receipt-group">{}</span>', ((part,) for part in joined)
    )


def days_phrase(days_left: int, unit: str = "working") -> str:
    """How long is left, in words; `days_left` is negative once it is overdue.

    `unit` is "working" or "calendar" (petitions); anything else is refused.
    """
    if days_left == 0:
        return gettext("Due today")
    count = {"days": abs(days_left)}
    if days_left > 0:
        return _left(unit, days_left) % count
    return _overdue(unit, -days_left) % count


def days_short(days_left: int) -> str:
    """The same for a narrow queue: 3 days, 2 days over, today."""
    if days_left == 0:
        return gettext("Today")
    count = {"days": abs(days_left)}
    if days_left > 0:
        return ngettext("%(days)s day", "%(days)s days", days_left) % count
    return ngettext("%(days)s day over", "%(days)s days over", -days_left) % count


def used_phrase(used: int, allowed: int) -> str:
    """How many working days an answer took, and by how many it was late."""
    if used > allowed:
        return gettext(
            "Took %(used)s working days, %(over)s more than the %(allowed)s allowed"
        ) % {"used": used, "over": used - allowed, "allowed": allowed}
    if not used:
        return gettext("Answered in less than one of %(allowed)s working days") % {
            "allowed": allowed
        }
    return gettext("Answered in %(used)s of %(allowed)s working days") % {
        "used": used,
        "allowed": allowed,
    }


def _left(unit: str, days: int) -> str:
    if unit == "calendar":
        return ngettext("%(days)s day left", "%(days)s days left", days)
    _refuse_other_units(unit)
    return ngettext("%(days)s working day left", "%(days)s working days left", days)


def _overdue(unit: str, days: int) -> str:
    if unit == "calendar":
        return ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days)
    _refuse_other_units(unit)
    return ngettext(
        "Overdue by %(days)s working day", "Overdue by %(days)s working days", days
    )


def _refuse_other_units(unit: str) -> None:
    if unit != "working":
        raise ValueError(f"days are working or calendar days, not {unit!r}")
