"""Drafts: written for the own body only, one for each power, public at no time."""

from datetime import UTC, datetime, timedelta

import pytest

from mingbai.ledger.models import Leaf, Opening
from mingbai.places.actors import Actor, System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from mingbai.powers.draft import (
    NothingChanged,
    NothingToRepeal,
    NotOpen,
    OpenDraft,
    Wish,
    propose_repeal,
    rewrite,
)
from mingbai.powers.models import Draft, Power, PowerVersion
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, reviewed, wish
from tests.powers.publishing import published, statement

DAY = timedelta(days=1)


def rewritten(written: Draft, wished: Wish, by: Actor | None = None) -> Draft:
    writer = by or cast.editors()[0]
    return rewrite(by=writer, at=datetime.now(UTC), written=written, wish=wished)


@pytest.mark.parametrize(
    "login", ["wutongzhi", "wangdengji", "zhangducha", "chenguanli", "zhoukezhang"]
)
def test_who_does_not_answer_for_the_body_drafts_nothing(
    place: Place, login: str
) -> None:
    with pytest.raises(NotAllowed):
        drafted(by=cast.acting(login))
    assert not Draft.objects.exists()


def test_an_officer_takes_no_power_from_another_body(place: Place) -> None:
    published(holder=cast.housing())
    with pytest.raises(NotAllowed):
        drafted(wish(holder=cast.education()), by=cast.officer())


def test_an_officer_gives_no_power_to_another_body(place: Place) -> None:
    published()
    with pytest.raises(NotAllowed):
        drafted(wish(holder=cast.housing()), by=cast.officer())


def test_an_officer_rewrites_no_draft_of_another_body(place: Place) -> None:
    written = drafted(wish(holder=cast.housing()), by=cast.other_officer())
    with pytest.raises(NotAllowed):
        rewritten(written, wish(), by=cast.officer())


def test_an_officer_proposes_no_repeal_for_another_body(place: Place) -> None:
    power = published(holder=cast.housing()).power
    with pytest.raises(NotAllowed):
        propose_repeal(by=cast.officer(), at=datetime.now(UTC), power=power)


def test_a_second_draft_of_a_power_is_refused_while_one_is_open(place: Place) -> None:
    published()
    drafted()
    with pytest.raises(OpenDraft):
        drafted(wish(name="又一个名称"))
    with pytest.raises(OpenDraft):
        repeal_of()


def test_a_draft_that_says_the_same_is_refused(place: Place) -> None:
    published()
    with pytest.raises(NothingChanged):
        drafted(Wish("SD-001", statement()))
    written = drafted()
    with pytest.raises(NothingChanged):
        rewritten(written, Wish("SD-001", statement()))


def test_what_is_not_in_force_is_not_repealed(place: Place) -> None:
    approved(drafted())
    approved(repeal_of())
    with pytest.raises(NothingToRepeal):
        repeal_of()


@pytest.mark.parametrize("is_approved", [False, True])
def test_what_was_reviewed_is_not_rewritten(place: Place, is_approved: bool) -> None:
    written = drafted()
    if is_approved:
        approved(written)
    else:
        reviewed(written)
    with pytest.raises(NotOpen):
        rewritten(written, wish(name="又一个名称"))
    assert Draft.objects.get().name == "学区划定和调整"


def test_a_proposal_to_repeal_is_not_rewritten(place: Place) -> None:
    published()
    with pytest.raises(NotOpen):
        rewritten(repeal_of(), wish())


def test_nothing_of_a_draft_is_public(place: Place) -> None:
    before = Leaf.objects.filter(kind=Leaf.Kind.PUBLIC).count()
    drafted()
    assert not Power.objects.exists()
    assert not PowerVersion.objects.exists()
    assert Leaf.objects.filter(kind=Leaf.Kind.PUBLIC).count() == before
    stated = Opening.objects.get(name="power.drafted").stated
    assert stated is not None
    assert set(stated) == {"event", "at", "draft", "power", "kind", "by"}


def test_a_draft_keeps_who_wrote_it_and_of_what(place: Place) -> None:
    power = published().power
    written = drafted(by=cast.officer())
    assert (written.power, written.state) == (power, Draft.State.WRITTEN)
    assert written.written_by_id == cast.officer().user
    by_import = drafted(wish("SD-002"), by=System("import-powers"))
    assert (by_import.power, by_import.written_by) == (None, None)


def test_an_officer_drafts_for_a_post_of_the_body(place: Place) -> None:
    written = drafted(
        wish("SD-P", holder=cast.post("jiaoyu-juzhang")), by=cast.officer()
    )
    assert written.holder == cast.post("jiaoyu-juzhang")


def test_a_rewritten_draft_is_looked_at_from_the_start(
    place: Place,
) -> None:
    written = drafted()
    again = rewritten(written, wish(name="又一个名称", since=TODAY + DAY))
    assert (again.name, again.since) == ("又一个名称", TODAY + DAY)
    assert again.state == Draft.State.WRITTEN
    assert Opening.objects.filter(name="power.drafted").count() == 2


def test_once_one_is_decided_another_draft_may_be_written(place: Place) -> None:
    approved(drafted())
    drafted(wish(name="又一个名称"))
    assert [one.name for one in Draft.objects.open()] == ["又一个名称"]
