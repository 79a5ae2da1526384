"""A letter's story: every kind of event has words, and inside notes stay inside."""

import re
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mingbai.letters.add import add
from mingbai.letters.change import Change, change, handling_of
from mingbai.letters.find import by_ref
from mingbai.letters.merge import merge
from mingbai.letters.models import EventKind, Letter, State
from mingbai.letters.moves import MOVES
from mingbai.letters.recuse import recuse
from mingbai.letters.release import release
from mingbai.lib.numbering import parse_ref
from mingbai.lib.receipt import mint
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day
from mingbai.places.models import Place
from mingbai.web.event_words import WORDS, Words, tell
from mingbai.web.letter_story import timeline_of
from tests import cast
from tests.moments import TODAY
from tests.web.public.letters import look_up
from tests.web.public.reading import said
from tests.written import draft, send

INSIDE = "此人多次来信，先不要理他。"
FOR_WRITER = "请您补充具体的路段。"
# The least that is always known.
LEAST = {"office": "县公开办", "unit": "县教育局", "writer": "您"}
KINDS = sorted(set(EventKind) - {EventKind.REGISTERED})


def ways_to(kind: EventKind) -> list[tuple[EventKind, State]]:
    """The shortest way from registration to that event, by the table of moves."""
    waiting: deque[tuple[State, list[tuple[EventKind, State]]]] = deque(
        [(State.REGISTERED, [])]
    )
    seen = {State.REGISTERED}
    while True:
        state, way = waiting.popleft()
        for before, after in sorted(MOVES[kind]):
            if before == state:
                return [*way, (kind, after)]
        for step, moves in MOVES.items():
            for before, after in sorted(moves):
                if before == state and after not in seen:
                    seen.add(after)
                    waiting.append((after, [*way, (step, after)]))


def happen(letter: Letter, kind: EventKind, *, note: str, is_for_writer: bool) -> None:
    """Let that event happen to a letter just registered, and what must come before."""
    now, other = datetime.now(UTC), send()
    for step, state in ways_to(kind):
        is_last = step == kind
        change(
            handling_of(letter),
            Change(
                kind=step,
                to=state,
                sets={"principal": other} if state == State.MERGED else {},
                note=note if is_last else "",
                is_note_for_writer=is_last and is_for_writer,
            ),
            by=cast.registrar(),
            at=now,
        )


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_of_event_has_words_that_leave_no_hole(kind: EventKind) -> None:
    for facts in (LEAST, LEAST | dict.fromkeys(names_in(WORDS[kind]), "某某")):
        title, line = tell(WORDS[kind], facts)
        assert title
        assert "%(" not in title + line
    assert title == str(WORDS[kind].title[0]) % facts


def names_in(words: Words) -> list[str]:
    """Whatever its phrasings name."""
    return re.findall(r"%\((\w+)\)s", " ".join(map(str, words.title + words.line)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_inside_note_reaches_the_writer(place: Place, kind: EventKind) -> None:
    receipt = mint()
    letter = send(receipt=receipt)
    happen(letter, kind, note=INSIDE, is_for_writer=False)
    answer = look_up(receipt)
    assert "letter-text" in answer.text
    assert INSIDE not in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_note_for_the_writer_reaches_the_writer(
    place: Place, kind: EventKind
) -> None:
    receipt = mint()
    letter = send(receipt=receipt)
    happen(letter, kind, note=FOR_WRITER, is_for_writer=True)
    assert FOR_WRITER in look_up(receipt).text


def test_officials_are_told_the_inside_notes_too(place: Place) -> None:
    letter = send()
    happen(letter, EventKind.HELD, note=INSIDE, is_for_writer=False)
    found = by_ref(parse_ref(letter.ref), by=cast.registrar())
    assert found is not None
    today = local_day(datetime.now(UTC))
    assert INSIDE in [
        one.text for one in timeline_of(found, today=today, is_inside=True)
    ]
    assert INSIDE not in [one.text for one in timeline_of(found, today=today)]


def test_what_the_writer_did_is_told_to_each_side_in_its_own_words(
    place: Place,
) -> None:
    letter = send()
    change(
        handling_of(letter),
        Change(kind=EventKind.WITHDRAWN, to=State.WITHDRAWN),
        by=Citizen(channel="web", letters=frozenset({letter.pk})),
        at=datetime.now(UTC),
    )
    found = by_ref(parse_ref(letter.ref), by=cast.registrar())
    assert found is not None
    ours = timeline_of(found, today=TODAY, is_inside=True)[-1].title
    theirs = timeline_of(found, today=TODAY)[-1].title
    assert ours != theirs


def test_no_writer_reads_the_number_of_another(place: Place) -> None:
    """The office answers whoever has lost a receipt by the number of the letter."""
    receipts = [mint(), mint()]
    principal, letter = (send(receipt=one) for one in receipts)
    by, at = cast.registrar(), datetime.now(UTC)
    merge(by=by, at=at, letter=letter, into=principal)
    add(
        by=Citizen(channel="web", letters=frozenset({letter.pk})),
        at=at,
        letter=letter,
        text="家里一股煤气味。",
    )
    release(by=by, at=at, letter=letter)
    shown, joined = (look_up(one).text for one in receipts)
    assert said("A letter joined with it hints at danger to life") in shown
    assert letter.ref not in shown
    assert said("Joined with another letter on the same matter") in joined
    assert principal.ref not in joined
    assert letter.ref in joined


def test_officials_read_with_which_letter_one_was_joined(place: Place) -> None:
    principal, letter = send(), send()
    by = cast.registrar()
    merge(by=by, at=datetime.now(UTC), letter=letter, into=principal)
    found = by_ref(parse_ref(letter.ref), by=by)
    assert found is not None
    told = timeline_of(found, today=TODAY, is_inside=True)
    assert any(principal.ref in one.title for one in told)


def test_whom_the_writer_named_is_told_to_the_writer_and_no_reason_of_the_office(
    place: Place,
) -> None:
    receipt = mint()
    letter = send(
        replace(draft(kind="complain"), about=cast.post("xianzhang")), receipt=receipt
    )
    recuse(
        by=cast.supervisor(),
        at=datetime.now(UTC),
        letter=letter,
        post=cast.post("shuji"),
        reason=INSIDE,
    )
    shown = look_up(receipt).text
    title = "Complained of, as named by %(writer)s: %(named)s"
    assert said(title, writer=said("you"), named="县长") in shown
    line = "Neither %(named)s nor those who serve under them see this letter"
    assert said(line, named="县长") in shown
    # What the office found out by itself is not the writer's to know.
    assert "县委书记" not in shown
    assert INSIDE not in shown
    found = by_ref(parse_ref(letter.ref), by=cast.registrar())
    assert found is not None
    inside = [one.title for one in timeline_of(found, today=TODAY, is_inside=True)]
    assert said(title, writer=said("the writer"), named="县长") in inside


def test_a_missed_day_is_told_where_it_lies_among_what_happened(
    place: Place, clock: time_machine.Traveller
) -> None:
    letter = send()
    clock.shift(timedelta(days=60))
    change(
        handling_of(letter),
        Change(kind=EventKind.PRESSED),
        by=cast.supervisor(),
        at=datetime.now(UTC),
    )
    found = by_ref(parse_ref(letter.ref), by=cast.registrar())
    assert found is not None
    told = timeline_of(found, today=local_day(datetime.now(UTC)))
    assert [one.is_late for one in told] == [False, True, False]
