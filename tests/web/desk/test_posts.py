"""Bodies, posts and people on the desk of an administrator."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from mingbai.places.create_post import create_post
from mingbai.places.models import Body, Person, Place, Portfolio, Post, Seat, Tenure
from mingbai.powers.models import Draft
from mingbai.ui.words import zh_date
from tests import cast
from tests.moments import NOW, TODAY
from tests.powers.publishing import published
from tests.web.desk.counting import questions
from tests.web.desk.signing_in import signed_in

BODIES = "/desk/bodies/"
POSTS = "/desk/posts/"
BEFORE = TODAY - timedelta(days=30)
PERSON = {"name": "何新任", "since": TODAY.isoformat(), "until": ""}
BODY = {
    "name": "试点县民政局",
    "short_name": "县民政局",
    "slug": "minzhengju",
    "kind": "unit",
    "parent": "zhengfu",
    "precedence": "70",
}


@pytest.fixture
def chen(place: Place) -> Client:
    return signed_in("chenguanli")


@pytest.fixture
def vacant(place: Place) -> Post:
    """A post that nobody holds."""
    return create_post(
        by=cast.administrators()[0],
        at=NOW,
        slug="fujuzhang",
        name="教育局副局长",
        short_name="教育局副局长",
        body=cast.education(),
        precedence=50,
    )


def posted(client: Client, path: str, **said: str) -> Any:
    return client.post(path, said)


def refused(page: Any, field: str = "__all__") -> str:
    """The sentence of a refusal; nothing that was typed is lost."""
    assert page.status_code in {
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.CONFLICT,
    }
    form = page.context["form"]
    for name in form.fields:
        if name in form.data:
            assert str(form[name].value()) == form.data[name]
    return str(form.errors[field][0])


# Refusals


def test_a_post_has_one_holder_at_a_time_and_the_page_says_who(chen: Client) -> None:
    page = posted(chen, f"{POSTS}fuxianzhang/appoint/", **PERSON)
    assert "孙晓兰" in refused(page)
    assert not Person.objects.filter(name="何新任").exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 49}, "name"),
        ({"since": ""}, "since"),
        ({"until": "2026-09-01"}, "__all__"),
    ],
)
def test_what_makes_no_tenure_is_refused(
    chen: Client, vacant: Post, said: dict[str, str], wrong: str
) -> None:
    page = posted(chen, f"{POSTS}fujuzhang/appoint/", **{**PERSON, **said})
    assert refused(page, wrong)
    assert not vacant.tenures.exists()


def test_of_two_with_one_name_it_has_to_be_said_which(
    chen: Client, vacant: Post
) -> None:
    path = f"{POSTS}fujuzhang/appoint/"
    said = {**PERSON, "name": "郑学文"}
    page = posted(chen, path, **said)
    assert refused(page, "person")
    assert "教育局局长" in page.content.decode()
    known = Person.objects.get(name="郑学文")
    posted(chen, path, **said, person=str(known.pk))
    assert vacant.tenures.get().person == known
    posted(chen, path, **said, person="new", shared="on")
    assert Person.objects.filter(name="郑学文").count() == 2


def test_what_has_ended_is_not_ended_again(chen: Client) -> None:
    tenure = Tenure.objects.get(post__slug="fuxianzhang")
    path = f"/desk/tenures/{tenure.pk}/end/"
    assert refused(posted(chen, path, until="2024-01-01"))
    assert posted(chen, path, until=TODAY.isoformat()).status_code == 302
    assert refused(posted(chen, path, until="2027-01-01"))
    tenure.refresh_from_db()
    assert tenure.until == TODAY


@pytest.mark.parametrize("rank", ["", "0", "-1", "一", "99999"])
def test_what_is_no_rank_is_refused(chen: Client, rank: str) -> None:
    page = posted(chen, f"{POSTS}fuxianzhang/precedence/", precedence=rank)
    assert refused(page, "precedence")


def test_the_official_order_has_no_ties(chen: Client) -> None:
    path = f"{POSTS}fuxianzhang/precedence/"
    assert refused(posted(chen, path, precedence="10"))
    assert posted(chen, path, precedence="15").status_code == HTTPStatus.FOUND
    assert cast.post("fuxianzhang").precedence == 15


def test_a_body_is_not_led_twice_by_one_post(chen: Client) -> None:
    said = {"body": "jiaoyuju", "since": TODAY.isoformat()}
    path = f"{POSTS}fuxianzhang/leads/"
    assert refused(posted(chen, path, **said))
    assert refused(posted(chen, path, **{**said, "body": "nobody"}), "body")


def test_a_seat_and_a_rank_in_a_group_are_given_once(chen: Client) -> None:
    path = f"{BODIES}xianwei/seats/"
    assert refused(posted(chen, path, post="jiaoyu-juzhang", rank="1"))
    assert refused(posted(chen, path, post="shuji", rank="9"))
    assert posted(chen, path, post="jiaoyu-juzhang", rank="4").status_code == 302
    assert Seat.objects.get(post__slug="jiaoyu-juzhang", rank=4).body.slug == "xianwei"


def test_a_seat_that_is_left_is_neither_left_again_nor_ranked(chen: Client) -> None:
    seat = Seat.objects.get(body__slug="xianwei", post__slug="shuji")
    path = f"/desk/seats/{seat.pk}"
    assert refused(posted(chen, f"{path}/end/", until="9月"), "until")
    assert posted(chen, f"{path}/end/", until=BEFORE.isoformat()).status_code == 302
    assert refused(posted(chen, f"{path}/end/", until=TODAY.isoformat()))
    assert refused(posted(chen, f"{path}/rank/", rank="2"))
    assert refused(posted(chen, f"{path}/rank/", rank="0"), "rank")
    assert str(seat.pk) not in chen.get(f"{BODIES}xianwei/").content.decode()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"slug": "jiaoyuju"}, "__all__"),
        ({"short_name": "县教育局"}, "__all__"),
        ({"slug": "民政局"}, "slug"),
        ({"kind": ""}, "kind"),
        ({"kind": "club"}, "kind"),
        ({"parent": "nobody"}, "parent"),
        ({"name": ""}, "name"),
    ],
)
def test_what_makes_no_body_is_refused(
    chen: Client, said: dict[str, str], wrong: str
) -> None:
    assert refused(posted(chen, "/desk/new-body/", **{**BODY, **said}), wrong)
    assert not Body.objects.filter(slug="minzhengju").exists()


@pytest.mark.parametrize(
    "said",
    [{"short_name": "县教育局"}, {"since": (TODAY + timedelta(days=1)).isoformat()}],
)
def test_a_name_that_is_taken_or_ahead_is_refused(
    chen: Client, said: dict[str, str]
) -> None:
    usual = {"name": "住建委", "short_name": "住建委", "since": TODAY.isoformat()}
    assert refused(posted(chen, f"{BODIES}zhujianju/name/", **{**usual, **said}))
    assert cast.housing().short_name == "县住建局"


def test_a_body_is_not_merged_into_itself_or_twice(chen: Client) -> None:
    path = f"{BODIES}zhujianju/merge/"
    said = {"into": "zhujianju", "on": TODAY.isoformat()}
    assert refused(posted(chen, path, **said))
    assert posted(chen, path, **{**said, "into": "jiaoyuju"}).status_code == 302
    assert refused(posted(chen, path, **{**said, "into": "zhengfu"}))


def test_powers_of_a_body_that_is_not_merged_are_not_moved(place: Place) -> None:
    he = signed_in("hebianji")
    path = f"{BODIES}zhujianju/powers/"
    assert he.get(path).status_code == HTTPStatus.NOT_FOUND
    assert he.post(path).status_code == HTTPStatus.NOT_FOUND


# What is kept


def test_a_new_person_takes_a_vacant_post(chen: Client, vacant: Post) -> None:
    answer = posted(chen, f"{POSTS}fujuzhang/appoint/", **PERSON)
    assert answer.headers["Location"] == f"{POSTS}fujuzhang/?done=appointed"
    page = chen.get(answer.headers["Location"])
    assert page.context["done"]
    assert "何新任" in page.content.decode()


def test_a_portfolio_begins_and_ends(chen: Client) -> None:
    said = {"body": "zhujianju", "since": TODAY.isoformat()}
    posted(chen, f"{POSTS}fuxianzhang/leads/", **said)
    given = Portfolio.objects.get(body=cast.housing())
    until = (TODAY + timedelta(days=9)).isoformat()
    posted(chen, f"/desk/portfolios/{given.pk}/end/", until=until)
    given.refresh_from_db()
    assert str(given.until) == until
    assert "县住建局" in chen.get(f"{POSTS}fuxianzhang/").content.decode()


def test_two_posts_change_places_in_a_leading_group(chen: Client) -> None:
    group = Seat.objects.filter(body__slug="xianwei").order_by("rank")
    before = [seat.post.slug for seat in group]
    last = group.last()
    assert last is not None
    answer = posted(chen, f"/desk/seats/{last.pk}/rank/", rank="1")
    assert answer.headers["Location"] == f"{BODIES}xianwei/?done=seat_ranked"
    after = [before[-1], *before[1:-1], before[0]]
    assert [seat.post.slug for seat in group.all()] == after


def test_a_post_leaves_a_leading_group_on_a_day(chen: Client) -> None:
    seat = Seat.objects.get(body__slug="xianwei", post__slug="fuxianzhang")
    until = TODAY + timedelta(days=9)
    posted(chen, f"/desk/seats/{seat.pk}/end/", until=until.isoformat())
    page = chen.get(f"{BODIES}xianwei/?done=seat_left")
    assert zh_date(until) in page.content.decode()
    assert f"/desk/seats/{seat.pk}/end/" not in page.content.decode()
    assert zh_date(until) in chen.get(f"{POSTS}fuxianzhang/").content.decode()


def test_a_body_is_founded_with_a_post(chen: Client) -> None:
    assert posted(chen, "/desk/new-body/", **BODY).status_code == HTTPStatus.FOUND
    assert cast.body("minzhengju").parent == cast.body("zhengfu")
    assert "县民政局" in chen.get(POSTS).content.decode()
    said = {
        "name": "民政局局长",
        "short_name": "民政局局长",
        "slug": "minzheng-juzhang",
    }
    posted(chen, f"{BODIES}minzhengju/new-post/", **said, precedence="60")
    assert cast.post("minzheng-juzhang").body == cast.body("minzhengju")
    assert "民政局局长" in chen.get(f"{BODIES}minzhengju/").content.decode()


def test_a_renamed_body_keeps_its_old_name(chen: Client) -> None:
    said = {"name": "试点县教育和体育局", "short_name": "县教体局"}
    path = f"{BODIES}jiaoyuju/"
    posted(chen, f"{path}name/", **said, since=TODAY.isoformat())
    text = chen.get(path).content.decode()
    assert "试点县教育和体育局" in text
    assert "试点县教育局" in text


def test_a_merger_says_what_follows_and_an_editor_drafts_the_transfer(
    chen: Client,
) -> None:
    published(since=BEFORE)
    head = cast.post("jiaoyu-juzhang")
    published("JZ-1", name="局务会召集", holder=head, since=BEFORE)
    path = f"{BODIES}jiaoyuju/merge/"
    follows = chen.get(path).context["page"].follows
    assert any("2" in one for one in follows)
    posted(chen, path, into="zhujianju", on=TODAY.isoformat())
    assert "县住建局" in chen.get(f"{BODIES}jiaoyuju/").content.decode()
    he = signed_in("hebianji")
    register = he.get("/desk/powers/?f-holder=body:jiaoyuju").content.decode()
    move = f"{BODIES}jiaoyuju/powers/"
    assert move in register
    page = he.get(move)
    assert [one.power.code for one in page.context["moving"]] == ["SD-001"]
    assert [one.power.code for one in page.context["ending"]] == ["JZ-1"]
    assert head.short_name in page.content.decode()
    answer = he.post(move)
    assert answer.headers["Location"] == "/desk/drafts/?imported=2"
    assert Draft.objects.get(code="SD-001").holder == cast.housing()
    assert Draft.objects.get(code="JZ-1").kind == Draft.Kind.REPEAL
    assert "SD-001" not in he.get(move).content.decode()


@pytest.mark.parametrize("path", [POSTS, f"{BODIES}xianwei/", f"{POSTS}fuxianzhang/"])
def test_the_pages_cost_as_many_queries_for_many_as_for_few(
    chen: Client, path: str
) -> None:
    few = questions(chen, path)
    posted(chen, "/desk/new-body/", **BODY)
    for number, slug in enumerate(("jiaoyu-juzhang", "fuxianzhang")):
        said = {"body": "zhujianju" if number else "xianwei", "since": "2026-09-01"}
        posted(chen, f"{POSTS}{slug}/leads/", **said)
    posted(chen, f"{BODIES}xianwei/seats/", post="jiaoyu-juzhang", rank="4")
    many = questions(chen, path)
    assert many == few
