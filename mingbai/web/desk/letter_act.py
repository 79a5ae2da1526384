"""What an act on a letter is to the desk: who may, when, what it asks, which verb."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from mingbai.letters.models import EventKind
from mingbai.letters.moves import may_happen
from mingbai.places.policy import Act, may
from mingbai.web.desk.letter_forms import LetterForm
from mingbai.web.desk.letter_open import OpenLetter


class Group(StrEnum):
    """Where acts stand on the page, in this order."""

    LEAD = "lead"
    RULE = "rule"
    OFFICE = "office"
    ANSWER = "answer"
    WITHIN = "within"
    SUPERVISE = "supervise"


def always(desk: OpenLetter) -> bool:
    """Policy and table of moves say all there is to say."""
    return True


@dataclass(frozen=True, kw_only=True)
class LetterAct:
    """One act: its address is its name, its form gives the arguments of its verb.

    Policy (`act`), table of moves (`event`) and `also` say when it is offered; the
    verb alone says whether it happens.
    """

    name: str
    act: Act
    event: EventKind
    verb: Callable[..., object]
    form: type[LetterForm]
    group: Group
    # Above the form, and on its button; lazy.
    title: Any
    button: Any
    also: Callable[[OpenLetter], bool] = always
    # The key that leads to it.
    key: str = ""
    # Before the names of its fields; acts that share a sheet share it.
    sheet: str = ""
    # In sight at once; the rarer ones are folded away.
    is_open: bool = False
    # In sight, but not what is usually done.
    is_second: bool = False
    # Afterwards there is nothing more to do here: on to the queue.
    leaves: bool = False
    # What the verb does not ask for.
    takes_letter: bool = True
    takes_seen: bool = True

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return self.sheet or self.name

    @property
    def is_plain(self) -> bool:
        """Whether its button is outlined: another one stands out beside it."""
        return self.is_second or not self.is_open

    def is_offered(self, desk: OpenLetter) -> bool:
        """Whether the page shows it to this official now."""
        return (
            may_happen(self.event, desk.state)
            and may(desk.officer, self.act, desk.facts_for(self.act))
            and self.also(desk)
        )

    def do(self, form: LetterForm, *, at: datetime, seen: int | None) -> None:
        """Call the verb with what the valid form says; raises what the verb refuses."""
        desk = form.desk
        arguments = form.arguments()
        if self.takes_letter:
            arguments["letter"] = desk.letter
        if self.takes_seen:
            arguments["seen"] = seen
        self.verb(by=desk.officer, at=at, **arguments)
