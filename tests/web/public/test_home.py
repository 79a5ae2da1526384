"""The home page: what works, and figures that are true."""

from mingbai.places.models import Place
from tests.powers.publishing import published, unexplained
from tests.web.public.reading import page, queries, said


def test_home_shows_no_door_that_does_not_open(place: Place) -> None:
    home = page("/")
    for later in ("短信", "网上评议", "民意征集"):
        assert later not in home


def test_home_says_that_nobody_outside_confirms_the_ledger(place: Place) -> None:
    assert said("No outside witness confirms it yet.") in page("/")


def test_home_counts_powers_and_those_explained(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    assert said(
        "%(total)s listed, %(explained)s explained", total=2, explained=1
    ) in page("/")


def test_home_shows_how_many_powers_are_explained(place: Place) -> None:
    published("SD-001")
    unexplained("SD-002")
    shown = page("/")
    assert said("Powers explained") in shown
    assert "1 / 2" in shown
    assert 'href="/powers/search/?unexplained=1"' in shown


def test_home_leads_to_no_list_of_unexplained_powers_when_all_are(place: Place) -> None:
    published("SD-001")
    assert "unexplained=1" not in page("/")


def test_home_searches_the_powers(place: Place) -> None:
    assert (
        '<form class="search" role="search" method="get" action="/powers/search/">'
        in page("/")
    )


def test_home_has_four_doors_and_a_telephone(place: Place) -> None:
    home = page("/")
    for door in ("/powers/", "/letters/write/", "/letters/look-up/", "/verify/"):
        assert f'<li><a href="{door}"><b>' in home
    assert place.office_telephone in home


def test_home_asks_three_questions(place: Place) -> None:
    assert queries("/") == 3
