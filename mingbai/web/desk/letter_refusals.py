"""Why a verb refused what was asked of a letter: a sentence, and the field it is at."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from mingbai.letters.ask_assist import AssistsAlready
from mingbai.letters.ask_extension import AskedBefore, NoReason, TooLate, TooManyDays
from mingbai.letters.ask_writer import EmptyQuestion
from mingbai.letters.correct import SameKind
from mingbai.letters.decline import WhereWanted
from mingbai.letters.end_part import NoOpenPart
from mingbai.letters.escalate import NobodyLeads
from mingbai.letters.give_part import EmptyPart
from mingbai.letters.hand_over import BadInnerDay, NotAClerkHere, SectionWanted
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.merge import CannotMerge
from mingbai.letters.pass_on import NothingToPassOn
from mingbai.letters.press import NoWords
from mingbai.letters.promises import PromiseSettled
from mingbai.letters.propose import NobodyToApprove
from mingbai.letters.reply import ApprovalWanted, BadPromise, EmptyReply
from mingbai.letters.report_promise import EmptyReport
from mingbai.letters.return_letter import (
    ProposesItself,
    ReturnedTooLate,
    RuledAlready,
)
from mingbai.letters.rule_reopening import ReasonWanted
from mingbai.letters.rule_return import OtherBodyWanted
from mingbai.letters.send_back import RemarkWanted
from mingbai.letters.strangers import TellsOfAnother
from mingbai.web.desk.letter_forms import LetterForm


@dataclass(frozen=True)
class Sentence:
    """What to do next; with facts of the refusal in it where they are named."""

    words: Any
    # Where it stands, if the form has that field; otherwise above all fields.
    field: str = ""


SENTENCES: Final[Mapping[type[Exception], Sentence]] = MappingProxyType(
    {
        NobodyToApprove: Sentence(
            _(
                "Nobody can approve it today. The administrators have been told to"
                " name a head or a deputy of the head."
            )
        ),
        NobodyInCharge: Sentence(
            _(
                "Nobody answers for %(body)s today. The administrators have been told"
                " to name an officer or a deputy. Until then choose another body."
            ),
            "body",
        ),
        EmptyReply: Sentence(_("Please write the answer."), "text"),
        TellsOfAnother: Sentence(
            _(
                "“%(found)s” tells one of the writers who another one is. Write one"
                " text for all of them: begin with “to all who wrote”, without"
                " anybody's name, registration number, telephone or e-mail address."
            ),
            "text",
        ),
        EmptyQuestion: Sentence(_("Please write the question."), "text"),
        EmptyReport: Sentence(_("Please say what was done."), "text"),
        NoWords: Sentence(_("Please write a few words."), "text"),
        NoReason: Sentence(_("Please say why."), "reason"),
        ReasonWanted: Sentence(_("Please say why."), "reason"),
        RemarkWanted: Sentence(_("Please say what has to be better."), "remark"),
        BadPromise: Sentence(
            _("A promise says what in a few words, and is about a day yet to come.")
        ),
        ApprovalWanted: Sentence(
            _(
                "From now on the answers of this body go to its head first. Put it up"
                " for approval."
            )
        ),
        PromiseSettled: Sentence(
            _("Meanwhile the writer has said whether it is done.")
        ),
        SameKind: Sentence(_("It counts as that kind already."), "kind"),
        TooManyDays: Sentence(
            _("One extension adds at most %(days)s working days."), "days"
        ),
        TooLate: Sentence(
            _(
                "More time is asked for on or before the due day. Now answer, or tell"
                " the writer how far it is by an interim reply."
            )
        ),
        AskedBefore: Sentence(_("More time was asked for already; it is asked once.")),
        ReturnedTooLate: Sentence(
            _(
                "The days in which it could be returned are over. Answer it, or ask the"
                " body whose affair it is to assist."
            )
        ),
        RuledAlready: Sentence(
            _(
                "The office has ruled that you answer it; there is no second return."
                " Answer it, or ask the body whose affair it is to assist."
            )
        ),
        ProposesItself: Sentence(_("Please name another body."), "proposed"),
        OtherBodyWanted: Sentence(_("Please name another body."), "body"),
        AssistsAlready: Sentence(
            _("That body has the letter, or is asked for a part already."), "body"
        ),
        NoOpenPart: Sentence(_("That body has no open part any more."), "body"),
        EmptyPart: Sentence(_("Please write what your body found."), "text"),
        SectionWanted: Sentence(_("Please name the section."), "section"),
        NotAClerkHere: Sentence(
            _("That official is no clerk of the body today, or must stay away."),
            "clerk",
        ),
        BadInnerDay: Sentence(
            _("The section's day lies between today and the day the answer is due."),
            "inner_due_on",
        ),
        NothingToPassOn: Sentence(
            _("Meanwhile somebody else has told the writer, or it is not wanted.")
        ),
        WhereWanted: Sentence(_("Please say whose affair it is."), "where"),
        NobodyLeads: Sentence(
            _("No leader in charge of this body reads letters here. Press for it.")
        ),
    }
)
CANNOT_MERGE: Final = {
    CannotMerge.Why.ITSELF: _("That is this very letter. Enter the other number."),
    CannotMerge.Why.MERGED: _(
        "That letter is merged into a third one. Enter the number of the third."
    ),
    CannotMerge.Why.CLOSED: _(
        "That letter was closed without an answer that could be given here too."
    ),
    CannotMerge.Why.DANGER: _(
        "That letter is answered already, and this one hints at danger to life. Look"
        " after that first."
    ),
    CannotMerge.Why.HAS_MERGED: _(
        "Others are merged into this one. Merge the other letter into this one instead."
    ),
    CannotMerge.Why.TELLS: _(
        "The answer to that letter tells who its writer is: it holds a name, a"
        " registration number, a telephone or an e-mail address. Answer this letter"
        " with a text of its own."
    ),
    CannotMerge.Why.BARRED: _("Whoever has that letter must stay away from this one."),
}
# A head reads the answer put up and changes nothing of it.
SEND_BACK: Final = _(
    "“%(found)s” tells one of the writers who another one is. Send it back and have one"
    " text written for all of them, without anybody's name, registration number,"
    " telephone or e-mail address."
)
REFUSALS: Final[tuple[type[Exception], ...]] = (CannotMerge, *SENTENCES)


def refuse(form: LetterForm, refusal: Exception) -> None:
    """Say at the field, or above all, why it was refused."""
    if isinstance(refusal, CannotMerge):
        form.add_error("into", str(CANNOT_MERGE[refusal.why]))
        return
    if isinstance(refusal, TellsOfAnother) and "text" not in form.fields:
        form.add_error(None, str(SEND_BACK) % vars(refusal))
        return
    said = next(SENTENCES[one] for one in type(refusal).__mro__ if one in SENTENCES)
    field = said.field if said.field in form.fields else None
    form.add_error(field, str(said.words) % vars(refusal))
