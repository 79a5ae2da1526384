"""A letter as it lies open before one official: what the page and its forms ask of it.

Everything is read once, and only when something on the page needs it.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from mingbai.accounts.models import User
from mingbai.accounts.officer import clerks_of
from mingbai.letters.ask_extension import was_asked
from mingbai.letters.find import by_ref
from mingbai.letters.models import (
    Assist,
    EventKind,
    Extension,
    Handling,
    Letter,
    LetterEvent,
    Promise,
    Proposal,
    Recusal,
    Reopening,
    ReplyDraft,
    State,
)
from mingbai.letters.relay import waiting
from mingbai.letters.reply import needs_approval, waiting_proposal
from mingbai.letters.standing import facts_of, knows_writer
from mingbai.lib.calendar import WorkingCalendar
from mingbai.lib.numbering import NotANumber, parse_ref
from mingbai.places.actors import Officer
from mingbai.places.models import Body
from mingbai.places.policy import Act, Facts, may
from mingbai.powers.models import PowerVersion
from mingbai.web.letter_story import calendar_for

# The body reports on a promise until the writer has called it done.
UNSETTLED = frozenset({Promise.State.AHEAD, Promise.State.ASKED, Promise.State.BROKEN})


@dataclass(frozen=True)
class OpenLetter:
    """One letter before one official on one day."""

    letter: Letter
    officer: Officer
    today: date

    @property
    def handling(self) -> Handling:
        """Where it stands."""
        return self.letter.handling

    @property
    def state(self) -> State:
        """The state of its handling."""
        return State(self.handling.state)

    @property
    def is_alarming(self) -> bool:
        """Its words hint at danger to life, and nobody has decided what it is."""
        handling = self.handling
        return handling.is_open and bool(handling.hint) and not handling.is_urgent

    @cached_property
    def facts(self) -> Facts:
        """What the policy must know of it."""
        return facts_of(self.letter, self.officer)

    def facts_for(self, act: Act) -> Facts:
        """The same, with what this act would concern: who asked, which promise."""
        if act == Act.LETTER_PROMISE_REPORT and self.promises:
            return replace(self.facts, body=self.promises[0].body_id)
        return replace(self.facts, asked_by=self._asker(act))

    def _asker(self, act: Act) -> UUID | None:
        if act == Act.LETTER_RETURN_RULE and self.last_return:
            return self.last_return.officer_id
        if act == Act.LETTER_EXTENSION_RULE and self.extension:
            return self.extension.asked_by_id
        if act == Act.LETTER_APPROVE and self.proposal:
            return self.proposal.officer_id
        return None

    @cached_property
    def last_return(self) -> LetterEvent | None:
        """The newest time that a body said it was not its affair."""
        found = [
            event
            for event in self.letter.events.all()
            if event.kind == EventKind.RETURNED
        ]
        return found[-1] if found else None

    @cached_property
    def knows_writer(self) -> bool:
        """Whether name and telephone may be shown."""
        return knows_writer(self.letter, self.officer)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The part of the calendar that its clocks need."""
        return calendar_for(self.letter)

    @cached_property
    def extension(self) -> Extension | None:
        """The asking for more days that nobody has ruled upon."""
        return next(
            (one for one in self.letter.extensions.all() if not one.ruling), None
        )

    @property
    def was_extension_asked(self) -> bool:
        """Whether this round has had its one asking."""
        return was_asked(self.letter.extensions.all(), self.handling.round)

    @cached_property
    def reopening(self) -> Reopening | None:
        """The writer's asking to open it again, ruled upon or not."""
        return Reopening.objects.filter(letter=self.letter).first()

    @cached_property
    def is_to_be_passed_on(self) -> bool:
        """Whether the writer still waits for a call, a text message or an e-mail."""
        return self.letter.answer_by != Letter.AnswerBy.SITE and waiting(self.letter)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The answer that waits for the head."""
        if self.state != State.APPROVING:
            return None
        return waiting_proposal(self.letter)

    @cached_property
    def wants_approval(self) -> bool:
        """Whether this official's answer goes to the head of the body first."""
        return needs_approval(self.officer, self.handling)

    @cached_property
    def drafts(self) -> list[ReplyDraft]:
        """What colleagues have typed so far, the newest first."""
        found = ReplyDraft.objects.filter(letter=self.letter).select_related("user")
        return list(found.order_by("-saved_at"))

    @cached_property
    def merged(self) -> list[Letter]:
        """The letters merged into this one."""
        return list(
            Letter.objects.filter(handling__principal=self.letter)
            .select_related("handling")
            .order_by("year", "number")
        )

    @property
    def merged_and_waiting(self) -> list[Letter]:
        """Those of them that an answer to this one could answer too."""
        return [one for one in self.merged if one.handling.state == State.MERGED]

    @cached_property
    def bodies(self) -> list[Body]:
        """The bodies a letter may go to."""
        return list(
            Body.objects.filter(merged_into__isnull=True).exclude(
                kind=Body.Kind.COMMITTEE
            )
        )

    @cached_property
    def clerks(self) -> list[User]:
        """Who works on the body's letters without signing them."""
        body = self.handling.body
        return clerks_of(body, on=self.today) if body else []

    @property
    def open_assists(self) -> list[Assist]:
        """The parts that other bodies still owe."""
        return [
            one for one in self.letter.assists.all() if one.state == Assist.State.OPEN
        ]

    @cached_property
    def promises(self) -> list[Promise]:
        """What was promised, is not settled, and this official may report on."""
        return [
            one
            for one in self.letter.promises.all()
            if one.state in UNSETTLED
            and may(
                self.officer,
                Act.LETTER_PROMISE_REPORT,
                replace(self.facts, body=one.body_id),
            )
        ]

    @cached_property
    def power_version(self) -> PowerVersion | None:
        """What the power it is about says today; the last word on one repealed."""
        if self.letter.power_id is None:
            return None
        versions = PowerVersion.objects.filter(power_id=self.letter.power_id)
        return versions.with_holder().order_by("-number").first()

    @cached_property
    def recusals(self) -> list[Recusal]:
        """Who must stay away, with names; no query where nobody must."""
        if not self.letter.recusals.all():
            return []
        found = Recusal.objects.filter(letter=self.letter)
        return list(
            found.select_related("user", "person", "post", "body").order_by(
                "at", "body__precedence", "id"
            )
        )

    @cached_property
    def suggested(self) -> Body | None:
        """Whose function it seems to be: the power's holder, else the addressee."""
        barred = {one.whole_body for one in self.letter.recusals.all()}
        open_to = {body.pk: body for body in self.bodies if body.pk not in barred}
        wished = (self._power_holder(), self.letter.addressee_body_id)
        return next((open_to[key] for key in wished if key in open_to), None)

    def _power_holder(self) -> UUID | None:
        version = self.power_version
        if version is None:
            return None
        if version.holder_post:
            return version.holder_post.body_id
        return version.holder_body_id


def find_open(ref: str, *, officer: Officer, today: date) -> OpenLetter | None:
    """The letter of that number, if the official may read it."""
    try:
        found = by_ref(parse_ref(ref), by=officer)
    except NotANumber:
        return None
    return OpenLetter(found, officer, today) if found else None
