"""Who may do what: one table, deny by default.

Pure: it is given plain facts and reads no database. A verb asks `require`; a
page that only wants to know whether to show a button asks `may`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from mingbai.places.actors import Actor, Citizen, Officer, System


class Act(StrEnum):
    """Everything that anybody can do to the rows of a place."""

    PLACE_SET_UP = "place.set_up"
    PLACE_CHANGE = "place.change"
    CALENDAR_LOAD = "calendar.load"
    USER_CREATE = "user.create"
    OWN_ACCOUNT_CHANGE = "own_account.change"
    DUTY_GRANT = "duty.grant"
    DUTY_END = "duty.end"
    FACTOR_RESET = "factor.reset"
    DUTY_ASK = "duty.ask"
    DUTY_DECIDE = "duty.decide"
    POWER_IMPORT = "power.import"
    POWER_DRAFT = "power.draft"
    POWER_REVIEW = "power.review"
    POWER_APPROVE = "power.approve"
    LETTER_REGISTER = "letter.register"
    LETTER_IMPORT = "letter.import"
    LETTER_READ = "letter.read"
    LETTER_ROUTE = "letter.route"
    LETTER_REPLY = "letter.reply"
    LETTER_REDATE = "letter.redate"


class NotAllowed(Exception):
    """The actor may not do this, or not to this."""

    def __init__(self, act: Act) -> None:
        super().__init__(act.value)
        self.act = act


@dataclass(frozen=True)
class Facts:
    """What a rule may need to know of the thing acted upon; None is not known."""

    letter: UUID | None = None
    # The body that has the letter; None while it lies with the registrar's office.
    body: UUID | None = None
    # The official concerned by an asking, and the one who asked.
    concerned: UUID | None = None
    asked_by: UUID | None = None


Rule = Callable[[Actor, Facts], bool]


def _system(by: Actor, facts: Facts) -> bool:
    return isinstance(by, System)


def _citizen(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Citizen)


def _writer(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Citizen) and facts.letter in by.letters


def _registrar(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.has("registrar")


def _supervisor(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.has("supervisor")


def _editor(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.has("editor")


def _other_editor(by: Actor, facts: Facts) -> bool:
    """An editor, and not the one whose work it is."""
    return isinstance(by, Officer) and by.has("editor") and by.user != facts.concerned


def _administrator(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.has("administrator")


def _the_concerned(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.user == facts.concerned


def _responsible_officer(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.answers_for(facts.body)


def _registrar_while_undecided(by: Actor, facts: Facts) -> bool:
    return _registrar(by, facts) and facts.body is None


def _second_administrator(by: Actor, facts: Facts) -> bool:
    """Neither the one who asked nor the one concerned."""
    return (
        isinstance(by, Officer)
        and _administrator(by, facts)
        and by.user not in {facts.concerned, facts.asked_by}
    )


def _administrator_for_another(by: Actor, facts: Facts) -> bool:
    return (
        isinstance(by, Officer)
        and _administrator(by, facts)
        and by.user != facts.concerned
    )


RULES: Final[Mapping[Act, tuple[Rule, ...]]] = {
    Act.PLACE_SET_UP: (_system,),
    Act.PLACE_CHANGE: (_system, _administrator),
    Act.CALENDAR_LOAD: (_system, _administrator),
    Act.USER_CREATE: (_system, _administrator),
    Act.OWN_ACCOUNT_CHANGE: (_the_concerned,),
    Act.DUTY_GRANT: (_system,),
    Act.DUTY_END: (_system,),
    Act.FACTOR_RESET: (_system,),
    Act.DUTY_ASK: (_system, _administrator_for_another),
    Act.DUTY_DECIDE: (_system, _second_administrator),
    Act.POWER_IMPORT: (_system,),
    Act.POWER_DRAFT: (_system, _editor, _responsible_officer),
    Act.POWER_REVIEW: (_other_editor,),
    Act.POWER_APPROVE: (_other_editor, _second_administrator),
    Act.LETTER_REGISTER: (_citizen,),
    Act.LETTER_IMPORT: (_system,),
    Act.LETTER_READ: (_writer, _registrar, _supervisor, _responsible_officer),
    Act.LETTER_ROUTE: (_registrar_while_undecided,),
    Act.LETTER_REPLY: (_registrar_while_undecided, _responsible_officer),
    Act.LETTER_REDATE: (_system,),
}


def may(by: Actor, act: Act, facts: Facts | None = None) -> bool:
    """Whether the actor may do this to the thing the facts describe."""
    known = facts or Facts()
    return any(rule(by, known) for rule in RULES.get(act, ()))


def require(by: Actor, act: Act, facts: Facts | None = None) -> None:
    """Raise NotAllowed unless the actor may."""
    if not may(by, act, facts):
        raise NotAllowed(act)
