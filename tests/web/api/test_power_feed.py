"""The Atom feed: valid, steady ids, nothing that runs, nothing ahead of its day."""

from datetime import timedelta
from xml.etree import ElementTree as ET

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from mingbai.places.models import Place
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published
from tests.web.public.reading import selects

DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed() -> ET.Element:
    """The feed, read as XML."""
    answer = Client().get("/powers/changes.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def texts(name: str) -> list[str]:
    """What each entry says under that name."""
    return [one.findtext(ATOM + name) or "" for one in feed().iter(f"{ATOM}entry")]


def test_an_empty_list_has_a_valid_feed(place: Place) -> None:
    found = feed()
    assert found.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert found.findtext(ATOM + name)
    links = {one.get("rel"): one.get("href") for one in found.iter(f"{ATOM}link")}
    assert links["self"] == "http://testserver/powers/changes.atom"


def test_what_takes_effect_later_is_not_told(place: Place) -> None:
    published("SD-001", since=TODAY + DAY)
    assert texts("id") == []


def test_what_an_office_wrote_is_text_and_runs_nowhere(place: Place) -> None:
    name = "<script>x</script>&\ufffe"
    published("SD-001", name="旧", since=TODAY - DAY)
    published("SD-001", name=name)
    assert texts("title")[0] == gettext("Changed: %(name)s") % {
        "name": "<script>x</script>&"
    }
    assert not any("<" in one for one in texts("summary"))


def test_each_change_is_an_entry_with_an_id_that_stays(place: Place) -> None:
    published("SD-001", since=TODAY - 9 * DAY)
    first = texts("id")
    published("SD-001", name="改过的名称")
    published("SD-002", since=TODAY - 5 * DAY)
    approved(repeal_of("SD-002", TODAY))
    ids = texts("id")
    assert len(set(ids)) == len(ids) == 4
    assert set(first) < set(ids)
    assert all(one.startswith("urn:uuid:") for one in ids)
    assert ids == texts("id")


def test_the_newest_stands_first_and_fifty_are_enough(place: Place) -> None:
    for number in range(60):
        published(f"SD-{number:02}", since=TODAY - number * DAY)
    days = texts("updated")
    assert len(days) == 50
    assert days == sorted(days, reverse=True)
    assert days[0].startswith("2026-09-22T00:00:00+08:00")


def test_an_entry_leads_to_the_power_on_its_day(place: Place) -> None:
    published("甲/1", since=TODAY - DAY)
    entry = next(feed().iter(f"{ATOM}entry"))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    href = link.get("href") or ""
    assert href.startswith("http://testserver/powers/%E7%94%B2/1/?on=2026-09-21")


def test_the_feed_asks_as_often_for_many_changes_as_for_one(place: Place) -> None:
    published("SD-000", since=TODAY - DAY)
    published("SD-000", name="改过的名称")
    few = asked()
    for number in range(1, 9):
        published(f"SD-{number}", since=TODAY - DAY)
        published(f"SD-{number}", name="改过的名称")
    assert asked() == few == 4


def asked() -> int:
    """How often the feed asks for rows; the door's own statements don't count."""
    feed()
    with CaptureQueriesContext(connection) as found:
        feed()
    return sum("mingbai." not in one["sql"] for one in selects(found))
