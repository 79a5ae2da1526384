"""People and posts in Popolo's words: whole, dated, silent about what is to come."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.places.appoint import appoint
from mingbai.places.leave_post import leave_post
from mingbai.places.merge_body import merge_body
from mingbai.places.models import Place, Tenure
from mingbai.places.name_person import name_person
from mingbai.places.rename_body import rename_body
from tests import cast
from tests.moments import NOW, TODAY
from tests.web.public.reading import selects

DAY = timedelta(days=1)


def told() -> dict[str, list[dict[str, Any]]]:
    """What the file says."""
    answer = Client().get("/powers/popolo.json")
    found: dict[str, list[dict[str, Any]]] = json.loads(answer.getvalue())
    return found


def test_who_will_hold_a_post_is_not_told_before_the_day(place: Place) -> None:
    now = datetime.now(UTC)
    post = cast.post("shuji")
    leave_post(
        by=cast.FOUNDERS,
        at=now,
        tenure=Tenure.objects.get(post=post),
        until=TODAY,
    )
    person = name_person(by=cast.FOUNDERS, at=now, name="胡后任")
    appoint(by=cast.FOUNDERS, at=now, post=post, person=person, since=TODAY + DAY)
    found = told()
    assert "胡后任" not in {one["name"] for one in found["persons"]}
    ends = {one["label"]: one["end_date"] for one in found["memberships"]}
    assert ends["县委书记"] == TODAY.isoformat()


def test_every_reference_leads_to_something_in_the_file(place: Place) -> None:
    found = told()
    known = {kind: {one["id"] for one in rows} for kind, rows in found.items()}
    assert found["memberships"]
    for one in found["memberships"]:
        assert one["person_id"] in known["persons"]
        assert one["post_id"] in known["posts"]
        assert one["organization_id"] in known["organizations"]
    for one in found["posts"]:
        assert one["organization_id"] in known["organizations"]
    parents = {one["parent_id"] for one in found["organizations"]} - {None}
    assert parents <= known["organizations"]


def test_a_membership_has_its_days(place: Place) -> None:
    found = told()
    people = {one["id"]: one["name"] for one in found["persons"]}
    days = {people[one["person_id"]]: one["start_date"] for one in found["memberships"]}
    assert days["孙晓兰"] == "2025-06-01"


def test_former_names_and_mergers_have_their_days(place: Place) -> None:
    rename_body(
        by=cast.FOUNDERS,
        at=NOW,
        body=cast.education(),
        name="试点县教育和体育局",
        short_name="县教体局",
        since=TODAY,
    )
    body, into = cast.housing(), cast.education()
    merge_body(by=cast.FOUNDERS, at=NOW, body=body, into=into, on=TODAY)
    bodies = {one["name"]: one for one in told()["organizations"]}
    yesterday = (TODAY - DAY).isoformat()
    former = {"name": "试点县教育局", "end_date": yesterday}
    assert former in bodies["试点县教育和体育局"]["other_names"]
    assert bodies["试点县住房和城乡建设局"]["dissolution_date"] == yesterday


def test_the_file_asks_four_times(place: Place) -> None:
    told()
    with CaptureQueriesContext(connection) as asked:
        told()
    assert sum("mingbai." not in one["sql"] for one in selects(asked)) == 4
