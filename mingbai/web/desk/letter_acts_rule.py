"""Acts of those who rule, supervise and lead."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mingbai.letters.approve import approve
from mingbai.letters.escalate import escalate
from mingbai.letters.instruct import instruct
from mingbai.letters.mark_read import mark_read
from mingbai.letters.models import EventKind, State
from mingbai.letters.press import press
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.rule_return import rule_return
from mingbai.letters.send_back import send_back
from mingbai.letters.set_urgent import set_urgent
from mingbai.places.policy import Act
from mingbai.web.desk.letter_act import Group, LetterAct
from mingbai.web.desk.letter_forms import NothingForm
from mingbai.web.desk.letter_forms_rule import (
    CalmForm,
    EscalateForm,
    GrantForm,
    InstructForm,
    PressForm,
    RemarkForm,
    RuleReturnForm,
    UrgentForm,
)
from mingbai.web.desk.letter_open import OpenLetter


def _is_unread(desk: OpenLetter) -> bool:
    """It is read once for the post, by whoever reads for it."""
    return not any(
        event.kind == EventKind.READ and event.post_id in desk.officer.posts
        for event in desk.letter.events.all()
    )


def _is_asked_to_reopen(desk: OpenLetter) -> bool:
    return desk.reopening is not None and not desk.reopening.ruling


def _alarms(desk: OpenLetter) -> bool:
    return bool(desk.handling.hint) or desk.handling.is_urgent


RULE_ACTS: Final = (
    LetterAct(
        name="read",
        act=Act.LETTER_LEAD,
        event=EventKind.READ,
        verb=mark_read,
        form=NothingForm,
        group=Group.LEAD,
        title=_("Read"),
        button=_("Read"),
        is_open=True,
        takes_seen=False,
        also=_is_unread,
    ),
    LetterAct(
        name="instruct",
        act=Act.LETTER_LEAD,
        event=EventKind.INSTRUCTED,
        verb=instruct,
        form=InstructForm,
        group=Group.LEAD,
        title=_("Instruction"),
        button=_("Give this instruction"),
        is_open=True,
        takes_seen=False,
    ),
    LetterAct(
        name="urgent",
        act=Act.LETTER_ALARM,
        event=EventKind.URGENT,
        verb=set_urgent,
        form=UrgentForm,
        group=Group.SUPERVISE,
        title=_("Danger to life: due today"),
        button=_("It is urgent"),
        also=lambda desk: not desk.handling.is_urgent,
    ),
    LetterAct(
        name="calm",
        act=Act.LETTER_ALARM,
        event=EventKind.CALMED,
        verb=set_urgent,
        form=CalmForm,
        group=Group.SUPERVISE,
        title=_("No danger to life"),
        button=_("Nobody is in danger"),
        also=_alarms,
    ),
    LetterAct(
        name="approve",
        act=Act.LETTER_APPROVE,
        event=EventKind.SENT_BACK,
        verb=approve,
        form=NothingForm,
        group=Group.RULE,
        title=_("Approve the answer"),
        button=_("Approve and send it"),
        is_open=True,
    ),
    LetterAct(
        name="send-back",
        act=Act.LETTER_APPROVE,
        event=EventKind.SENT_BACK,
        verb=send_back,
        form=RemarkForm,
        group=Group.RULE,
        title=_("Send the answer back"),
        button=_("Send it back"),
        is_open=True,
        is_second=True,
    ),
    LetterAct(
        name="rule-return",
        act=Act.LETTER_RETURN_RULE,
        event=EventKind.SENT_AGAIN,
        verb=rule_return,
        # A joined letter goes along with a ruling; nobody rules on it alone.
        also=lambda desk: desk.state == State.RETURNED,
        form=RuleReturnForm,
        group=Group.RULE,
        title=_("Rule on the return"),
        button=_("Rule so"),
        is_open=True,
        leaves=True,
    ),
    LetterAct(
        name="rule-extension",
        act=Act.LETTER_EXTENSION_RULE,
        event=EventKind.EXTENDED,
        verb=rule_extension,
        form=GrantForm,
        group=Group.RULE,
        title=_("Rule on the extension"),
        button=_("Rule so"),
        is_open=True,
        also=lambda desk: desk.extension is not None,
    ),
    LetterAct(
        name="rule-reopening",
        act=Act.LETTER_REOPENING_RULE,
        event=EventKind.REOPENING_REFUSED,
        verb=rule_reopening,
        form=GrantForm,
        group=Group.RULE,
        title=_("Rule on opening it again"),
        button=_("Rule so"),
        is_open=True,
        takes_seen=False,
        also=_is_asked_to_reopen,
    ),
    LetterAct(
        name="press",
        act=Act.LETTER_SUPERVISE,
        event=EventKind.PRESSED,
        verb=press,
        form=PressForm,
        group=Group.SUPERVISE,
        title=_("Press for the answer"),
        button=_("Press for it"),
    ),
    LetterAct(
        name="escalate",
        act=Act.LETTER_SUPERVISE,
        event=EventKind.ESCALATED,
        verb=escalate,
        form=EscalateForm,
        group=Group.SUPERVISE,
        title=_("Bring it before the leader in charge"),
        button=_("Bring it up"),
    ),
)
