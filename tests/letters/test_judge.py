"""Valid or not: correcting the kind, holding, not accepting with a lawful reason."""

from types import ModuleType

import pytest

from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.correct import SameKind, correct
from mingbai.letters.decline import WhereWanted, decline
from mingbai.letters.hold import hold
from mingbai.letters.limits import limits_of
from mingbai.letters.merge import merge
from mingbai.letters.models import Assist, Letter, LetterEvent
from mingbai.letters.reasons import GROUNDS, Reason
from mingbai.letters.reply import reply
from mingbai.letters.resume import resume
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.tally import figures
from mingbai.letters.why_due import why_due
from mingbai.places.days import working_calendar
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import ANSWER, facts, now, stands, told, with_education
from tests.moments import TODAY
from tests.written import draft, send


def test_nobody_but_a_registrar_judges(place: Place, cast: ModuleType) -> None:
    letter = send()
    for by in (cast.officer(), cast.supervisor(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            correct(by=by, at=now(), letter=letter, kind="complain")
        with pytest.raises(NotAllowed):
            hold(by=by, at=now(), letter=letter, reason="等补充材料。")
        with pytest.raises(NotAllowed):
            decline(by=by, at=now(), letter=letter, reason=Reason.COURT)
    assert stands(letter).version == 0


def test_a_kind_it_has_already_is_no_correction(place: Place, cast: ModuleType) -> None:
    letter = send(draft(kind="ask"))
    with pytest.raises(SameKind):
        correct(by=cast.registrar(), at=now(), letter=letter, kind="ask")


def test_a_kind_that_does_not_exist_is_refused(place: Place, cast: ModuleType) -> None:
    with pytest.raises(ValueError, match="praise"):
        correct(by=cast.registrar(), at=now(), letter=send(), kind="praise")


def test_an_answered_letter_keeps_its_kind(place: Place, cast: ModuleType) -> None:
    letter = send()
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotNow):
        correct(by=cast.registrar(), at=now(), letter=letter, kind="complain")


def test_both_kinds_are_kept_and_the_day_stays(place: Place, cast: ModuleType) -> None:
    letter = send(draft(kind="ask"))
    handling = correct(by=cast.registrar(), at=now(), letter=letter, kind="disclose")
    assert (letter.kind, handling.kind) == ("ask", "disclose")
    assert handling.due_on == letter.due_on
    assert told(letter, "corrected").reason == "disclose"
    assert facts(letter, "corrected")["kind"] == "disclose"


def test_a_correction_taken_back_leaves_the_writers_word(
    place: Place, cast: ModuleType
) -> None:
    letter = send(draft(kind="ask"))
    correct(by=cast.registrar(), at=now(), letter=letter, kind="complain")
    handling = correct(by=cast.registrar(), at=now(), letter=letter, kind="ask")
    assert handling.corrected_kind == ""
    assert handling.kind == Letter.Kind.ASK


def test_limits_set_later_are_those_of_the_corrected_kind(
    place: Place, cast: ModuleType
) -> None:
    letter = send(draft(kind="complain"))
    correct(by=cast.registrar(), at=now(), letter=letter, kind="ask")
    handling = route(
        by=cast.registrar(), at=now(), letter=letter, body=cast.education()
    )
    days = limits_of(Letter.Kind.ASK).body_days
    assert handling.due_on == working_calendar().add_working_days(TODAY, days).day


def test_a_correction_at_the_body_gains_nobody_a_day(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education(draft(kind="ask"))
    due = stands(letter).due_on
    handling = correct(by=cast.registrar(), at=now(), letter=letter, kind="complain")
    assert handling.due_on == due
    events = LetterEvent.objects.filter(letter=letter)
    steps = why_due(handling, events, calendar=working_calendar())
    assert steps[-1].due.day == due


def test_a_letter_is_held_with_a_reason(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NoReason):
        hold(by=cast.registrar(), at=now(), letter=send(), reason=" ")


def test_what_a_body_has_is_not_held(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(NotNow):
        hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。")


def test_what_is_not_held_is_not_resumed(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotNow):
        resume(by=cast.registrar(), at=now(), letter=send())


def test_a_held_letter_waits_and_its_clock_runs(place: Place, cast: ModuleType) -> None:
    letter = send()
    handling = hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。")
    assert (handling.state, handling.due_on) == ("held", letter.due_on)
    note = told(letter, "held").note
    assert (note.text, note.is_for_writer) == ("等补充材料。", True)
    handling = resume(by=cast.registrar(), at=now(), letter=letter)
    assert (handling.state, handling.due_on) == ("registered", letter.due_on)


def test_somebody_elses_letter_is_not_declined_without_saying_whose(
    place: Place, cast: ModuleType
) -> None:
    with pytest.raises(WhereWanted):
        decline(by=cast.registrar(), at=now(), letter=send(), reason=Reason.ELSEWHERE)


def test_a_reason_the_law_does_not_know_is_none(place: Place, cast: ModuleType) -> None:
    with pytest.raises(ValueError, match="tiresome"):
        decline(
            by=cast.registrar(),
            at=now(),
            letter=send(),
            reason="tiresome",  # type: ignore[arg-type]  # on purpose
        )


def test_what_a_body_has_in_hand_is_not_declined(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    with pytest.raises(NotNow):
        decline(by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT)


def test_a_letter_is_not_declined_twice(place: Place, cast: ModuleType) -> None:
    letter = send()
    decline(by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT)
    with pytest.raises(NotNow):
        decline(by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT)


def test_nothing_is_declined_on_an_old_page(place: Place, cast: ModuleType) -> None:
    letter = send()
    hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。")
    with pytest.raises(ChangedMeanwhile):
        decline(
            by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT, seen=0
        )


def test_a_declined_letter_is_closed_and_counted_with_its_reason(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    handling = decline(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        reason=Reason.ARBITRATION,
        where="试点县劳动人事争议仲裁委员会",
    )
    assert (handling.state, handling.closed_on) == ("declined", TODAY)
    event = told(letter, "declined")
    assert (event.reason, event.note.is_for_writer) == ("arbitration", True)
    assert facts(letter, "declined")["reason"] == "arbitration"
    found = figures(today=TODAY)
    assert (found.declined, found.open, found.in_time) == (1, 0, 0)


def test_a_returned_letter_can_be_declined_with_its_parts_ended(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    ask_assist(by=cast.officer(), at=now(), letter=letter, body=cast.housing())
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="属法院受理。")
    decline(by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT)
    assert Assist.objects.get(letter=letter).state == Assist.State.ENDED


def test_what_was_merged_into_a_declined_letter_goes_its_own_way(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = send(), send()
    merge(by=cast.registrar(), at=now(), letter=letter, into=principal)
    decline(by=cast.registrar(), at=now(), letter=principal, reason=Reason.COURT)
    handling = stands(letter)
    assert (handling.state, handling.principal) == ("registered", None)
    assert told(letter, "released").other == principal


@pytest.mark.parametrize("reason", list(Reason))
def test_every_lawful_reason_says_why_and_fits_its_column(reason: Reason) -> None:
    column = LetterEvent._meta.get_field("reason")
    assert str(GROUNDS[reason].why)
    assert len(reason.value) <= (column.max_length or 0)
