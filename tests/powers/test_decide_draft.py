"""Deciding: never one's own, in two steps, and nothing half done."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mingbai.ledger.manifest import newest_versions
from mingbai.ledger.models import Leaf, Opening
from mingbai.places.actors import Officer, System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from mingbai.powers.decide_draft import (
    RemarkMissing,
    approve,
    review,
    send_back,
    withdraw,
)
from mingbai.powers.draft import NothingToRepeal, NotOpen, Wish, rewrite
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.publish import NotExplained
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, reviewed, wish
from tests.powers.publishing import published, statement

DAY = timedelta(days=1)


def state_of(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def say_yes(by: Officer, draft: Draft) -> PowerVersion:
    return approve(by=by, at=datetime.now(UTC), draft=draft)


def look(by: Officer, draft: Draft) -> None:
    review(by=by, at=datetime.now(UTC), draft=draft)


def give_back(by: Officer, draft: Draft, remark: str = "依据写错了") -> None:
    send_back(by=by, at=datetime.now(UTC), draft=draft, remark=remark)


def give_up(by: Officer, draft: Draft) -> None:
    withdraw(by=by, at=datetime.now(UTC), draft=draft)


def test_nobody_reviews_the_own_draft(place: Place) -> None:
    with pytest.raises(NotAllowed):
        look(cast.editors()[0], drafted())


def test_nobody_approves_the_own_draft(place: Place) -> None:
    written = reviewed(drafted())
    with pytest.raises(NotAllowed):
        say_yes(cast.editors()[0], written)
    assert state_of(written) == Draft.State.REVIEWED
    assert not PowerVersion.objects.exists()


def test_nobody_sends_back_the_own_draft(place: Place) -> None:
    with pytest.raises(NotAllowed):
        give_back(cast.editors()[0], drafted())


def test_nobody_approves_what_they_rewrote_meanwhile(
    place: Place, clock: time_machine.Traveller
) -> None:
    first, second = cast.editors()
    written = reviewed(drafted())
    seen_before = Draft.objects.get(pk=written.pk)
    give_back(second, written)
    clock.shift(60)
    again = rewrite(
        by=second, at=datetime.now(UTC), written=written, wish=wish(name="改过")
    )
    look(first, again)
    with pytest.raises(NotOpen):
        say_yes(second, seen_before)


@pytest.mark.parametrize("login", ["lizhuren", "wangdengji", "wutongzhi", "chenguanli"])
def test_who_is_no_editor_reviews_nothing(place: Place, login: str) -> None:
    written = drafted(by=System("import-powers"))
    with pytest.raises(NotAllowed):
        look(cast.acting(login), written)
    with pytest.raises(NotAllowed):
        give_back(cast.acting(login), written)


def test_what_nobody_wrote_is_approved_by_another_than_its_reviewer(
    place: Place,
) -> None:
    first, second = cast.editors()
    written = drafted(by=System("import-powers"))
    look(first, written)
    with pytest.raises(NotAllowed):
        say_yes(first, written)
    assert say_yes(second, written).name == written.name


def test_an_unreviewed_draft_is_not_approved(place: Place) -> None:
    with pytest.raises(NotOpen):
        say_yes(cast.editors()[1], drafted())
    assert not PowerVersion.objects.exists()


@pytest.mark.parametrize("remark", ["", " \n"])
def test_a_draft_is_not_sent_back_without_a_remark(place: Place, remark: str) -> None:
    written = drafted()
    with pytest.raises(RemarkMissing):
        give_back(cast.editors()[1], written, remark)
    assert state_of(written) == Draft.State.WRITTEN


def test_what_is_decided_is_not_decided_again(place: Place) -> None:
    written = drafted()
    approved(written)
    second = cast.editors()[1]
    for decide in (look, say_yes, give_back, give_up):
        with pytest.raises(NotOpen):
            decide(second, written)
    assert PowerVersion.objects.count() == 1


def test_an_officer_withdraws_no_draft_of_somebody_else(place: Place) -> None:
    written = drafted(by=cast.officer())
    with pytest.raises(NotAllowed):
        give_up(cast.other_officer(), written)


def test_what_is_not_explained_is_not_approved_and_stays_reviewed(
    place: Place,
) -> None:
    written = reviewed(drafted(wish(explanation="")))
    with pytest.raises(NotExplained):
        say_yes(cast.editors()[1], written)
    assert state_of(written) == Draft.State.REVIEWED


def test_a_repeal_of_what_was_repealed_since_is_refused(place: Place) -> None:
    published(since=TODAY - 9 * DAY)
    first = repeal_of()
    approved(first)
    with pytest.raises(NothingToRepeal):
        repeal_of()


def test_two_people_let_a_draft_stand(place: Place) -> None:
    written = drafted()
    version = approved(written)
    written.refresh_from_db()
    assert version.statement == wish().statement
    assert (version.number, version.since, version.is_imported) == (1, TODAY, False)
    assert (written.state, written.version) == (Draft.State.PUBLISHED, version)
    second = cast.editors()[1].user
    assert (written.reviewed_by_id, written.decided_by_id) == (second, second)
    names = ["power.drafted", "power.reviewed", "power.published"]
    assert Opening.objects.filter(name__in=names).count() == 3


def test_an_administrator_approves_what_an_editor_reviewed(place: Place) -> None:
    written = reviewed(drafted())
    assert say_yes(cast.administrators()[0], written).number == 1


def test_a_draft_holds_from_the_day_it_names(place: Place) -> None:
    published(since=TODAY - 9 * DAY)
    version = approved(drafted(wish(since=TODAY + 10 * DAY)))
    assert version.since == TODAY + 10 * DAY
    assert PowerVersion.objects.get(number=1).until == TODAY + 9 * DAY


def test_a_day_that_is_past_or_taken_becomes_the_first_free_one(place: Place) -> None:
    published()
    assert approved(drafted(wish(since=TODAY - 9 * DAY))).since == TODAY + DAY


def test_what_was_published_meanwhile_by_an_import_gets_a_second_version(
    place: Place,
) -> None:
    written = drafted()
    published()
    version = approved(written)
    assert (version.number, version.since) == (2, TODAY + DAY)


def test_a_draft_of_a_posts_power_is_published(place: Place) -> None:
    head = cast.post("xianzhang")
    assert approved(drafted(wish("SD-P", holder=head))).holder_post == head


def test_a_repealed_power_may_be_published_again(place: Place) -> None:
    published(since=TODAY - 9 * DAY)
    repealed = approved(repeal_of())
    assert (repealed.number, repealed.until) == (1, TODAY - DAY)
    again = approved(drafted(Wish("SD-001", statement())))
    # The leaf of the repeal is the second.
    assert (again.number, again.since) == (3, TODAY)
    stated = [one.stated for one in Opening.objects.filter(name="power.repealed")]
    assert [(one["object"], one["version"]) for one in stated if one] == [
        ("power/SD-001", 2)
    ]


def test_a_power_is_repealed_from_the_day_named(place: Place) -> None:
    published(since=TODAY - 9 * DAY)
    assert approved(repeal_of(since=TODAY + 10 * DAY)).until == TODAY + 9 * DAY
    again = approved(drafted(wish()))
    assert again.since == TODAY + 10 * DAY


def test_the_leaf_of_a_repeal_is_public(place: Place) -> None:
    published(since=TODAY - 9 * DAY)
    approved(repeal_of())
    kinds = Opening.objects.filter(name="power.repealed").values_list("leaf__kind")
    assert [kind for (kind,) in kinds] == [Leaf.Kind.PUBLIC]
    # Nothing has a position before the sequencer has come by.
    assert newest_versions(place.pk, 10**6) == {}


def test_what_was_sent_back_can_be_rewritten_and_approved(place: Place) -> None:
    first, second = cast.editors()
    written = drafted()
    give_back(second, written, " 依据写错了 ")
    assert (written.state, written.remark) == (Draft.State.SENT_BACK, "依据写错了")
    again = rewrite(
        by=first, at=datetime.now(UTC), written=written, wish=wish(basis="《教育法》")
    )
    assert (again.remark, again.decided_by) == ("", None)
    assert approved(again).basis == "《教育法》"


def test_a_withdrawn_draft_is_kept_and_makes_room(place: Place) -> None:
    written = drafted(by=cast.officer())
    give_up(cast.officer(), written)
    assert state_of(written) == Draft.State.WITHDRAWN
    assert drafted().state == Draft.State.WRITTEN
