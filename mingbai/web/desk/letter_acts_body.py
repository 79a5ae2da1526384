"""Acts of whoever answers, and of the body around them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.end_part import end_part
from mingbai.letters.give_part import give_part
from mingbai.letters.hand_over import hand_over
from mingbai.letters.interim import interim
from mingbai.letters.models import EventKind
from mingbai.letters.propose import propose
from mingbai.letters.reply import reply
from mingbai.letters.report_promise import report_promise
from mingbai.letters.return_letter import return_letter
from mingbai.letters.save_draft import save_draft
from mingbai.places.policy import Act
from mingbai.web.desk.letter_act import Group, LetterAct
from mingbai.web.desk.letter_forms_answer import (
    DraftForm,
    InterimForm,
    QuestionForm,
    ReplyForm,
)
from mingbai.web.desk.letter_forms_body import (
    AssistForm,
    EndPartForm,
    ExtensionForm,
    PartForm,
    PromiseReportForm,
    ReturnForm,
    SectionForm,
)
from mingbai.web.desk.letter_open import OpenLetter


def _signs_it_off(desk: OpenLetter) -> bool:
    return desk.handling.principal_id is None and not desk.wants_approval


def _needs_approval(desk: OpenLetter) -> bool:
    return desk.handling.principal_id is None and desk.wants_approval


def _may_still_return(desk: OpenLetter) -> bool:
    return not desk.handling.is_ruled


def _may_still_extend(desk: OpenLetter) -> bool:
    return not desk.was_extension_asked and desk.today <= desk.handling.due_on


BODY_ACTS: Final = (
    LetterAct(
        name="give-part",
        act=Act.LETTER_ASSIST_GIVE,
        event=EventKind.ASSIST_GIVEN,
        verb=give_part,
        form=PartForm,
        group=Group.ANSWER,
        title=_("Your body's part"),
        button=_("Give this part"),
        is_open=True,
        leaves=True,
    ),
    LetterAct(
        name="reply",
        act=Act.LETTER_REPLY,
        event=EventKind.ANSWERED,
        verb=reply,
        form=ReplyForm,
        group=Group.ANSWER,
        title=_("Answer"),
        button=_("Sign and send the answer"),
        key="r",
        is_open=True,
        also=_signs_it_off,
    ),
    LetterAct(
        name="propose",
        sheet="reply",
        act=Act.LETTER_REPLY,
        event=EventKind.PROPOSED,
        verb=propose,
        form=ReplyForm,
        group=Group.ANSWER,
        title=_("Answer"),
        button=_("Sign it and put it up for approval"),
        key="r",
        is_open=True,
        also=_needs_approval,
    ),
    LetterAct(
        name="draft",
        sheet="reply",
        act=Act.LETTER_DRAFT,
        # Whoever may answer may keep a draft until then.
        event=EventKind.INTERIM,
        verb=save_draft,
        form=DraftForm,
        group=Group.ANSWER,
        title=_("Draft of the answer"),
        button=_("Save as a draft"),
        key="r",
        is_open=True,
        takes_seen=False,
    ),
    LetterAct(
        name="interim",
        act=Act.LETTER_REPLY,
        event=EventKind.INTERIM,
        verb=interim,
        form=InterimForm,
        group=Group.ANSWER,
        title=_("Interim reply"),
        button=_("Send the interim reply"),
    ),
    LetterAct(
        name="ask",
        act=Act.LETTER_REPLY,
        event=EventKind.ASKED,
        verb=ask_writer,
        form=QuestionForm,
        group=Group.ANSWER,
        title=_("Ask the writer"),
        button=_("Send the question"),
    ),
    LetterAct(
        name="promise",
        act=Act.LETTER_PROMISE_REPORT,
        event=EventKind.PROMISE_REPORTED,
        verb=report_promise,
        form=PromiseReportForm,
        group=Group.ANSWER,
        title=_("What was promised is done"),
        button=_("Report it as done"),
        is_open=True,
        takes_letter=False,
        takes_seen=False,
        also=lambda desk: bool(desk.promises),
    ),
    LetterAct(
        name="extension",
        act=Act.LETTER_EXTENSION_ASK,
        event=EventKind.EXTENSION_ASKED,
        verb=ask_extension,
        form=ExtensionForm,
        group=Group.WITHIN,
        title=_("Ask for more time"),
        button=_("Ask for it"),
        key="e",
        also=_may_still_extend,
    ),
    LetterAct(
        name="return",
        act=Act.LETTER_RETURN,
        event=EventKind.RETURNED,
        verb=return_letter,
        form=ReturnForm,
        group=Group.WITHIN,
        title=_("Return it as not ours"),
        button=_("Return it"),
        also=_may_still_return,
    ),
    LetterAct(
        name="hand-over",
        act=Act.LETTER_HAND_OVER,
        event=EventKind.HANDED_OVER,
        verb=hand_over,
        form=SectionForm,
        group=Group.WITHIN,
        title=_("Hand it to a section"),
        button=_("Hand it over"),
    ),
    LetterAct(
        name="assist",
        act=Act.LETTER_ASSIST_ASK,
        event=EventKind.ASSIST_ASKED,
        verb=ask_assist,
        form=AssistForm,
        group=Group.WITHIN,
        title=_("Ask another body to assist"),
        button=_("Ask it"),
    ),
    LetterAct(
        name="end-part",
        act=Act.LETTER_ASSIST_ASK,
        event=EventKind.ASSIST_ENDED,
        verb=end_part,
        form=EndPartForm,
        group=Group.WITHIN,
        title=_("End a body's part"),
        button=_("It is no longer needed"),
        also=lambda desk: bool(desk.open_assists),
    ),
)
