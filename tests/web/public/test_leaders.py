"""The page of a post: who holds it since when, what it leads and may do."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from mingbai.places.appoint import appoint
from mingbai.places.create_post import create_post
from mingbai.places.models import Place
from mingbai.places.name_person import name_person
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published
from tests.web.public.reading import page, queries, said, status


def test_a_post_that_is_none_is_not_found(place: Place) -> None:
    assert status("/leaders/jiaoyuju/") == HTTPStatus.NOT_FOUND


def test_a_vacant_post_says_so_and_who_held_it(place: Place) -> None:
    now = datetime.now(UTC)
    by = cast.FOUNDERS
    post = create_post(
        by=by,
        at=now,
        slug="fujuzhang",
        name="教育局副局长",
        short_name="副局长",
        body=cast.education(),
    )
    before = TODAY - timedelta(days=400)
    appoint(
        by=by,
        at=now,
        post=post,
        person=name_person(by=by, at=now, name="胡前任"),
        since=before,
        until=TODAY - timedelta(days=1),
    )
    shown = page("/leaders/fujuzhang/")
    assert said("Vacant at present") in shown
    assert "胡前任" in shown


def test_a_leader_shows_holder_bodies_and_powers(place: Place) -> None:
    published("SD-001", holder=cast.post("fuxianzhang"), name="分管教育工作")
    shown = page("/leaders/fuxianzhang/")
    for shown_too in ("孙晓兰", "2025年6月1日", "县教育局", "分管教育工作"):
        assert shown_too in shown


def test_only_a_leader_has_a_mailbox_of_their_own(place: Place) -> None:
    assert 'href="/letters/write/?post=shuji"' in page("/leaders/shuji/")
    assert 'href="/letters/write/?body=jiaoyuju"' in page("/leaders/jiaoyu-juzhang/")


def test_the_page_asks_as_often_for_many_powers_as_for_none(place: Place) -> None:
    few = queries("/leaders/xianzhang/")
    for number in range(5):
        published(f"SD-{number}", holder=cast.post("xianzhang"))
    assert queries("/leaders/xianzhang/") == few == 6
