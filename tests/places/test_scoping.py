"""`within` is the only way in, and the filter works when SQL is written, not before."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Prefetch
from django.forms import modelform_factory

from mingbai.accounts.models import Duty
from mingbai.letters.models import Letter
from mingbai.places.models import Body, Place, Post
from mingbai.places.scoping import (
    AlreadyWithin,
    NoPlace,
    current_place,
    current_place_id,
    within,
)
from tests.databases.installation import Installation
from tests.places.lived_in import live

QUERIES: dict[str, Callable[[], Any]] = {
    "list": lambda: list(Body.objects.all()),
    "get": lambda: Body.objects.get(slug="jiaoyuju"),
    "first": Body.objects.first,
    "count": Body.objects.count,
    "exists": Body.objects.exists,
    "aggregate": lambda: Body.objects.aggregate(Count("pk")),
    "values": lambda: list(Body.objects.values_list("slug")),
    "iterator": lambda: list(Body.objects.iterator()),
    "update": lambda: Body.objects.update(telephone=""),
    "delete": lambda: Body.objects.filter(slug="").delete(),
    "create": lambda: Body.objects.create(slug="x", name="x", short_name="x"),
    "get_or_create": lambda: Body.objects.get_or_create(slug="jiaoyuju"),
    "bulk_create": lambda: Body.objects.bulk_create([Body(slug="x")]),
    "in_bulk": Body.objects.in_bulk,
    "union": lambda: list(
        Body.objects.order_by().union(Body.objects.order_by()),
    ),
    "subquery": lambda: list(
        Post.objects.filter(body__in=Body.objects.filter(kind="unit"))
    ),
    "select_related": lambda: list(Post.objects.select_related("body")),
    "prefetch": lambda: list(Body.objects.prefetch_related("posts")),
    "dates": lambda: list(Letter.objects.dates("received_on", "year")),
    "explain": lambda: Body.objects.all().explain(),
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_a_query_without_a_place_is_refused(db: None, query: Callable[[], Any]) -> None:
    with pytest.raises(NoPlace):
        query()


def test_a_row_brought_out_of_its_place_is_refused_its_relations(
    committed: Installation,
) -> None:
    with within(committed.place):
        body = Body.objects.get(slug="jiaoyuju")
        post = Post.objects.get(slug="shuji")
    for reach in (
        lambda: post.body,
        lambda: list(body.posts.all()),
        body.posts.count,
        lambda: body.posts.add(post),
        body.refresh_from_db,
        body.save,
        body.delete,
    ):
        with pytest.raises(NoPlace):
            reach()


def test_a_query_built_outside_runs_within(committed: Installation) -> None:
    built = Body.objects.filter(kind="unit").prefetch_related(
        Prefetch("posts", queryset=Post.objects.order_by("slug"))
    )
    with within(committed.place):
        assert [body.slug for body in built] == ["zhengfu", "jiaoyuju", "zhujianju"]


def test_a_form_of_a_model_is_built_without_a_place() -> None:
    form = modelform_factory(Duty, fields=["user", "body", "post"])
    assert "body" in form.base_fields


def test_a_form_offers_the_rows_of_the_open_place(
    place: Place, cast: ModuleType
) -> None:
    form = modelform_factory(Duty, fields=["body"])()
    assert cast.education().short_name in form.as_p()


def test_without_a_place_there_is_no_current_one() -> None:
    for asked in (current_place, current_place_id):
        with pytest.raises(NoPlace):
            asked()


def test_within_a_place_another_one_is_refused(place: Place) -> None:
    foreign = Place(slug="foreign")
    with pytest.raises(AlreadyWithin), within(foreign):
        pytest.fail("entered")
    assert current_place() == place


def test_within_a_place_the_same_one_is_joined(place: Place) -> None:
    with within(place), within(place):
        Body.objects.update(telephone="0000")
    assert Body.objects.filter(telephone="0000").exists()
    assert current_place_id() == place.pk


def test_after_an_inner_error_the_outer_place_goes_on(place: Place) -> None:
    with pytest.raises(ZeroDivisionError):
        _change_and_fail(place)
    assert not Body.objects.filter(telephone="0000").exists()


def test_after_a_database_error_the_outer_place_goes_on(place: Place) -> None:
    body = Body.objects.get(slug="jiaoyuju")
    with pytest.raises(DatabaseError), within(place):
        Body.objects.exclude(pk=body.pk).update(slug=body.slug)
    assert Body.objects.count() == 6


def test_after_an_error_no_place_is_open(committed: Installation) -> None:
    with pytest.raises(ZeroDivisionError):
        _change_and_fail(committed.place)
    with pytest.raises(NoPlace):
        current_place()
    with within(committed.place):
        assert not Body.objects.filter(telephone="0000").exists()


def _change_and_fail(place: Place) -> None:
    with within(place):
        Body.objects.update(telephone="0000")
        raise ZeroDivisionError


@pytest.mark.postgresql
def test_a_joined_transaction_finds_its_place_as_it_was(
    committed: Installation,
) -> None:
    with transaction.atomic():
        with within(committed.place):
            assert Body.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('mingbai.place', true)")
            assert cursor.fetchone() == ("",)


def test_a_durable_part_is_not_joined_to_a_transaction(
    committed: Installation,
) -> None:
    place = committed.place
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="durable"),
        within(place, durable=True),
    ):
        pytest.fail("entered")


@pytest.mark.parametrize("is_joined", [False, True])
def test_a_read_only_part_refuses_to_write(
    committed: Installation, is_joined: bool
) -> None:
    place = committed.place
    with within(place, read_only=not is_joined):
        with pytest.raises(DatabaseError, match=r"read-?only"), _reading(place):
            Body.objects.update(telephone="0000")
        if is_joined:
            assert Body.objects.update(telephone="1111") == 6


def _reading(place: Place) -> Any:
    return within(place, read_only=True)


def test_a_read_only_part_reads(committed: Installation) -> None:
    with within(committed.place, read_only=True):
        assert Body.objects.count() == 6


def test_after_a_read_only_part_writing_goes_on(committed: Installation) -> None:
    place = committed.place
    with within(place, read_only=True), within(place, read_only=True):
        assert Body.objects.exists()
    with within(place):
        assert Body.objects.update(telephone="0000") == 6


@pytest.mark.sqlite
def test_a_read_only_part_of_sqlite_opens_no_transaction(
    committed: Installation,
) -> None:
    with within(committed.place, read_only=True):
        assert not connection.in_atomic_block


def test_every_relation_of_a_letter_stays_within_the_place(place: Place) -> None:
    live()
    letter = Letter.objects.select_related("text", "handling__body").get(
        handling__state="answered"
    )
    with connection.execute_wrapper(_names_the_place):
        assert letter.replies.get().text.text
        assert letter.events.count() == 8
        assert letter.handling.officer is not None
        assert letter.handling.officer.duties.exists()


def _names_the_place(
    execute: Any, sql: str, params: Any, many: bool, context: Any
) -> Any:
    assert '"place_id" = ' in sql, sql
    return execute(sql, params, many, context)
