"""Acts of the registrar's office: judge a letter, pass it on, keep people away."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mingbai.letters.claim import claim
from mingbai.letters.correct import correct
from mingbai.letters.decline import decline
from mingbai.letters.hold import hold
from mingbai.letters.merge import merge
from mingbai.letters.models import EventKind
from mingbai.letters.pass_on import pass_on
from mingbai.letters.recuse import recuse
from mingbai.letters.release import release
from mingbai.letters.resume import resume
from mingbai.letters.route import route
from mingbai.places.policy import Act
from mingbai.web.desk.letter_act import Group, LetterAct
from mingbai.web.desk.letter_form_decline import DeclineForm
from mingbai.web.desk.letter_forms import (
    CorrectForm,
    HoldForm,
    MergeForm,
    NothingForm,
    PassOnForm,
    RecuseForm,
    RouteForm,
)
from mingbai.web.desk.letter_open import OpenLetter


def _is_not_mine(desk: OpenLetter) -> bool:
    return desk.handling.officer_id != desk.officer.user


def _stands_alone(desk: OpenLetter) -> bool:
    return not desk.merged_and_waiting


OFFICE_ACTS: Final = (
    LetterAct(
        name="route",
        act=Act.LETTER_ROUTE,
        event=EventKind.ROUTED,
        verb=route,
        form=RouteForm,
        group=Group.OFFICE,
        title=_("Pass on"),
        button=_("Pass it on"),
        key="t",
        is_open=True,
        leaves=True,
        # What was merged goes wherever its principal goes.
        also=lambda desk: desk.handling.principal_id is None,
    ),
    LetterAct(
        name="pass-on",
        act=Act.LETTER_PASS_ON,
        event=EventKind.PASSED_ON,
        verb=pass_on,
        form=PassOnForm,
        group=Group.OFFICE,
        title=_("Tell the writer"),
        button=_("Note it"),
        is_open=True,
        # Whoever has called notes it, whatever happened to the letter meanwhile.
        takes_seen=False,
        also=lambda desk: desk.is_to_be_passed_on,
    ),
    LetterAct(
        name="claim",
        act=Act.LETTER_CLAIM,
        event=EventKind.CLAIMED,
        verb=claim,
        form=NothingForm,
        group=Group.OFFICE,
        title=_("Take it in hand"),
        button=_("I take it in hand"),
        also=_is_not_mine,
    ),
    LetterAct(
        name="correct",
        act=Act.LETTER_JUDGE,
        event=EventKind.CORRECTED,
        verb=correct,
        form=CorrectForm,
        group=Group.OFFICE,
        title=_("Correct the kind"),
        button=_("Correct it"),
    ),
    LetterAct(
        name="merge",
        act=Act.LETTER_JUDGE,
        event=EventKind.MERGED,
        verb=merge,
        form=MergeForm,
        group=Group.OFFICE,
        title=_("Merge into another letter"),
        button=_("Merge it"),
        also=_stands_alone,
    ),
    LetterAct(
        name="release",
        act=Act.LETTER_JUDGE,
        event=EventKind.RELEASED,
        verb=release,
        form=NothingForm,
        group=Group.OFFICE,
        title=_("Part it from the other letter"),
        button=_("Part them"),
    ),
    LetterAct(
        name="hold",
        act=Act.LETTER_JUDGE,
        event=EventKind.HELD,
        verb=hold,
        form=HoldForm,
        group=Group.OFFICE,
        title=_("Hold it"),
        button=_("Hold it"),
    ),
    LetterAct(
        name="resume",
        act=Act.LETTER_JUDGE,
        event=EventKind.RESUMED,
        verb=resume,
        form=NothingForm,
        group=Group.OFFICE,
        title=_("Take it up again"),
        button=_("Take it up again"),
        is_open=True,
    ),
    LetterAct(
        name="decline",
        act=Act.LETTER_JUDGE,
        event=EventKind.DECLINED,
        verb=decline,
        form=DeclineForm,
        group=Group.OFFICE,
        title=_("Do not accept it"),
        button=_("Do not accept it"),
        leaves=True,
    ),
    LetterAct(
        name="recuse",
        act=Act.LETTER_RECUSE,
        event=EventKind.RECUSED,
        verb=recuse,
        form=RecuseForm,
        group=Group.SUPERVISE,
        title=_("Keep somebody away from it"),
        button=_("Keep away"),
        leaves=True,
    ),
)
