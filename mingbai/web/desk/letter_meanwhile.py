"""What others did to a letter while somebody had it open: who, what, when."""

from dataclasses import dataclass

from django.utils.translation import gettext

from mingbai.letters.models import LetterEvent
from mingbai.ui.parts import Event
from mingbai.ui.words import zh_datetime
from mingbai.web.desk.letter_open import OpenLetter


@dataclass(frozen=True)
class Meanwhile:
    """The sentence that refuses, and what happened since the page was shown."""

    sentence: str
    events: list[Event]


def meanwhile(desk: OpenLetter, told: list[Event], *, seen: int | None) -> Meanwhile:
    """What happened since version `seen`; `told` are the letter's events in words.

    Each change of a letter raises its version by one and writes one event.
    """
    events = list(desk.letter.events.all())
    many = min(desk.handling.version - seen, len(events)) if seen is not None else 0
    if many < 1:
        return Meanwhile(
            gettext("It stands at “%(state)s” now, and this can't be done any more.")
            % {"state": desk.handling.get_state_display()},
            [],
        )
    return Meanwhile(
        gettext(
            "%(who)s was faster, on %(when)s: %(what)s. Look at it as it stands now;"
            " what you typed is still here."
        )
        % {
            "who": _who(events[-1]),
            "when": zh_datetime(events[-1].at),
            "what": told[len(events) - 1].title,
        },
        told[len(events) - many : len(events)],
    )


def _who(event: LetterEvent) -> str:
    return event.officer.name if event.officer else str(event.get_actor_display())
