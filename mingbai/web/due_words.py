"""Why a letter is due on its day, in words, one step after the other."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import EventKind
from mingbai.letters.why_due import DueStep
from mingbai.lib.calendar import Reason, WorkingCalendar
from mingbai.ui.parts import Event
from mingbai.ui.words import zh_date

# What began the count; `days` are working days.
_WORDS: Final = {
    EventKind.REGISTERED: _("Received; the receipt promises %(days)s working days"),
    EventKind.CLAIMED: _("The office answers it itself: %(days)s working days"),
    EventKind.ROUTED: _("Passed to the body: %(days)s working days"),
    EventKind.REASSIGNED: _("Passed on to another body: %(days)s working days"),
    EventKind.SENT_AGAIN: _("The return was refused: %(days)s working days"),
    EventKind.EXTENDED: _("Extended by %(days)s working days from the day it was due"),
    EventKind.REOPENED: _("Opened again: %(days)s working days"),
    EventKind.URGENT: _("It may be about danger to life: due the same day"),
}


def due_words(steps: Iterable[DueStep], *, calendar: WorkingCalendar) -> list[Event]:
    """One event a step: when the count began, what it is, which day holds from then.

    The last step names the due day. `calendar` is the one the steps were counted by.
    """
    return [_told(step, calendar) for step in steps]


def _told(step: DueStep, calendar: WorkingCalendar) -> Event:
    return Event(
        at=step.start,
        title=str(_WORDS[step.kind]) % {"days": step.days},
        who="".join([_holds(step), *_skipped(step, calendar), *_unsure(step)]),
    )


def _holds(step: DueStep) -> str:
    if step.due.day == step.counted.day:
        return gettext("So it is due by %(day)s.") % {"day": zh_date(step.due.day)}
    return gettext(
        "That would be %(later)s. No step moves the day later than it was promised,"
        " so %(day)s stays."
    ) % {"later": zh_date(step.counted.day), "day": zh_date(step.due.day)}


def _skipped(step: DueStep, calendar: WorkingCalendar) -> list[str]:
    """Which days in between do not count, and which weekend days do."""
    if step.days < 1:
        return []
    days = Counter(one.reason for one in calendar.steps(step.start, step.days))
    told = {
        Reason.WEEKEND: gettext("%(days)s weekend days do not count."),
        Reason.HOLIDAY: gettext("%(days)s public holidays do not count."),
        Reason.MAKE_UP: gettext("%(days)s make-up working days do count."),
    }
    return [
        sentence % {"days": days[reason]}
        for reason, sentence in told.items()
        if days[reason]
    ]


def _unsure(step: DueStep) -> list[str]:
    if not step.due.provisional:
        return []
    return [
        gettext(
            "The holidays of that year are not announced yet; until then Monday to"
            " Friday count, and the day may change."
        )
    ]
