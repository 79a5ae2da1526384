"""Notices to one official: nobody else's, the newest first, page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.letters import notices_of as module
from mingbai.letters.models import Notice
from mingbai.letters.notices import mark_seen, tell
from mingbai.letters.notices_of import notices_of, unseen
from mingbai.letters.route import route
from mingbai.places.models import Place
from tests.moments import TODAY
from tests.written import draft, send


def test_nobody_reads_the_notices_of_another(place: Place, cast: ModuleType) -> None:
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=send(),
        body=cast.education(),
    )
    assert notices_of(cast.other_officer()).rows == []
    assert unseen(cast.other_officer()) == 0
    [notice] = notices_of(cast.officer()).rows
    assert notices_of(cast.other_officer(), after=notice.pk).rows == []
    assert unseen(cast.officer()) == 1


def test_a_notice_of_a_letter_one_must_stay_away_from_is_not_shown(
    place: Place, cast: ModuleType
) -> None:
    about = send(replace(draft(), about=cast.post("fuxianzhang")))
    user = cast.user("sunxiaolan")
    tell([user], Notice.Kind.ASSIGNED, about, at=datetime.now(UTC))
    assert notices_of(cast.leader()).rows == []
    assert unseen(cast.leader()) == 0


def test_they_are_turned_page_by_page_and_seen_all_at_once(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PAGE_SIZE", 2)
    user, officer = cast.user("lizhuren"), cast.officer()
    letters = []
    for _ in range(5):
        letters.append(send())
        tell([user], Notice.Kind.LATE, letters[-1], at=datetime.now(UTC))
        clock.shift(timedelta(minutes=1))
    counts = {"open": 5, "due_today": 0, "overdue": 5}
    tell([user], Notice.Kind.DIGEST, None, at=datetime.now(UTC), counts=counts)
    found = notices_of(officer)
    seen = [*found.rows]
    while found.older:
        found = notices_of(officer, after=found.older)
        seen += found.rows
    newest = [None, *(letter.pk for letter in reversed(letters))]
    assert [notice.letter_id for notice in seen] == newest
    assert seen[0].day == TODAY
    assert unseen(officer) == 6
    mark_seen(user=user, at=datetime.now(UTC))
    assert unseen(officer) == 0
