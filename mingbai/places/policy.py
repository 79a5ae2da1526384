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
    LETTER_CLAIM = "letter.claim"
    # Valid, not accepted, held, a duplicate; which kind it is.
    LETTER_JUDGE = "letter.judge"
    LETTER_ROUTE = "letter.route"
    LETTER_RETURN = "letter.return"
    LETTER_RETURN_RULE = "letter.return_rule"
    LETTER_HAND_OVER = "letter.hand_over"
    LETTER_ASSIST_ASK = "letter.assist_ask"
    LETTER_ASSIST_GIVE = "letter.assist_give"
    LETTER_RECUSE = "letter.recuse"
    LETTER_EXTENSION_ASK = "letter.extension_ask"
    LETTER_EXTENSION_RULE = "letter.extension_rule"
    LETTER_DRAFT = "letter.draft"
    LETTER_REPLY = "letter.reply"
    # Tell the writer by telephone, text message or e-mail.
    LETTER_PASS_ON = "letter.pass_on"  # noqa: S105  # pass on, no password
    LETTER_APPROVE = "letter.approve"
    LETTER_LEAD = "letter.lead"
    LETTER_SUPERVISE = "letter.supervise"
    LETTER_ALARM = "letter.alarm"
    LETTER_ADD = "letter.add"
    LETTER_WITHDRAW = "letter.withdraw"
    LETTER_RATE = "letter.rate"
    LETTER_REOPENING_RULE = "letter.reopening_rule"
    LETTER_PROMISE_REPORT = "letter.promise_report"
    LETTER_PROMISE_JUDGE = "letter.promise_judge"
    LETTER_REDATE = "letter.redate"
    # Due days, promises, notices: what the worker does by the clock.
    LETTER_SWEEP = "letter.sweep"
    LIMITS_CHANGE = "limits.change"
    PRACTICE_CHANGE = "practice.change"
    TEMPLATE_CHANGE = "template.change"


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
    # Whoever has it in hand.
    holder: UUID | None = None
    # The official concerned by an asking, and the one who asked.
    concerned: UUID | None = None
    asked_by: UUID | None = None
    # The post a letter is addressed to.
    post: UUID | None = None
    # The posts of leaders before whom a supervisor has brought it.
    brought_before: frozenset[UUID] = frozenset()
    # The bodies that have an open part in it.
    assisting: frozenset[UUID] = frozenset()
    # Whoever was asked for such a part.
    part_holders: frozenset[UUID] = frozenset()
    # Its words hint at danger to life.
    is_alarming: bool = False
    # The letter complains of this official, or of whoever the official works for.
    is_barred: bool = False


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
    """The officer of the body, or its head who took it because the officer must not."""
    return isinstance(by, Officer) and (
        by.answers_for(facts.body)
        or (by.user == facts.holder and by.works_for(facts.body, "head"))
    )


def _works_for_it(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.works_for(
        facts.body, "officer", "clerk", "head"
    )


def _clerk(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.works_for(facts.body, "clerk")


def _head_of_another(by: Actor, facts: Facts) -> bool:
    """The head of the body, and not the one who put the answer up."""
    return (
        isinstance(by, Officer)
        and by.works_for(facts.body, "head")
        and by.user != facts.asked_by
    )


def _assisting_officer(by: Actor, facts: Facts) -> bool:
    """The officer of the assisting body, or its head when the officer must not."""
    if not isinstance(by, Officer):
        return False
    is_asked_as_head = by.user in facts.part_holders and any(
        by.works_for(body, "head") for body in facts.assisting
    )
    return is_asked_as_head or any(map(by.answers_for, facts.assisting))


def _addressed_leader(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.reads_for(facts.post)


def _leader_it_was_brought_before(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and bool(by.posts & facts.brought_before)


def _watch_if_alarming(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and by.has("watch") and facts.is_alarming


def _registrar_who_did_not_ask(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and _registrar(by, facts) and _not_asker(by, facts)


def _supervisor_who_did_not_ask(by: Actor, facts: Facts) -> bool:
    return isinstance(by, Officer) and _supervisor(by, facts) and _not_asker(by, facts)


def _not_asker(by: Officer, facts: Facts) -> bool:
    return by.user != facts.asked_by


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
    Act.LETTER_READ: (
        *(_writer, _registrar, _supervisor, _works_for_it),
        *(_assisting_officer, _addressed_leader, _leader_it_was_brought_before),
        _watch_if_alarming,
    ),
    Act.LETTER_CLAIM: (_registrar_while_undecided, _responsible_officer),
    Act.LETTER_JUDGE: (_registrar,),
    Act.LETTER_ROUTE: (_registrar_while_undecided,),
    Act.LETTER_RETURN: (_responsible_officer,),
    Act.LETTER_RETURN_RULE: (_registrar_who_did_not_ask,),
    Act.LETTER_HAND_OVER: (_responsible_officer,),
    Act.LETTER_ASSIST_ASK: (_registrar, _responsible_officer),
    Act.LETTER_ASSIST_GIVE: (_assisting_officer,),
    Act.LETTER_RECUSE: (_registrar, _supervisor),
    Act.LETTER_EXTENSION_ASK: (_responsible_officer,),
    Act.LETTER_EXTENSION_RULE: (
        *(_registrar_who_did_not_ask, _supervisor_who_did_not_ask),
    ),
    Act.LETTER_DRAFT: (_registrar_while_undecided, _responsible_officer, _clerk),
    Act.LETTER_REPLY: (_registrar_while_undecided, _responsible_officer),
    Act.LETTER_PASS_ON: (_registrar,),
    Act.LETTER_APPROVE: (_head_of_another,),
    Act.LETTER_LEAD: (_addressed_leader, _leader_it_was_brought_before),
    Act.LETTER_SUPERVISE: (_supervisor,),
    Act.LETTER_ALARM: (_registrar, _supervisor, _watch_if_alarming),
    Act.LETTER_ADD: (_writer,),
    Act.LETTER_WITHDRAW: (_writer,),
    Act.LETTER_RATE: (_writer,),
    Act.LETTER_REOPENING_RULE: (_supervisor,),
    Act.LETTER_PROMISE_REPORT: (_registrar_while_undecided, _responsible_officer),
    Act.LETTER_PROMISE_JUDGE: (_writer,),
    Act.LETTER_REDATE: (_system,),
    Act.LETTER_SWEEP: (_system,),
    Act.LIMITS_CHANGE: (_system, _administrator),
    Act.PRACTICE_CHANGE: (_system, _administrator),
    Act.TEMPLATE_CHANGE: (_system, _administrator, _registrar, _responsible_officer),
}


def may(by: Actor, act: Act, facts: Facts | None = None) -> bool:
    """Whether the actor may do this to the thing the facts describe."""
    known = facts or Facts()
    if known.is_barred and isinstance(by, Officer):
        return False
    return any(rule(by, known) for rule in RULES.get(act, ()))


def require(by: Actor, act: Act, facts: Facts | None = None) -> None:
    """Raise NotAllowed unless the actor may."""
    if not may(by, act, facts):
        raise NotAllowed(act)
