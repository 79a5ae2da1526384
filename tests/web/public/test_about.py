"""Standing pages: nothing promised that is not so, and no form for a report."""

from datetime import UTC, datetime

import pytest

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.web.public.reading import page, queries, said


def test_reporting_has_no_form_and_gives_the_commissions_address(place: Place) -> None:
    shown = page("/report/")
    assert "<form" not in shown
    assert "<input" not in shown
    for stated in (
        place.commission_name,
        place.commission_address,
        place.commission_postcode,
        place.commission_hours,
        "12388",
    ):
        assert stated in shown


def test_reporting_says_that_the_office_reads_letters(place: Place) -> None:
    assert said(
        "A letter written on this site is read by %(office)s and passed to the body"
        " concerned, so a report does not belong in it.",
        office=place.office,
    ) in page("/report/")


def test_a_duty_given_on_the_server_is_public(place: Place) -> None:
    grant(
        by=cast.FOUNDERS,
        at=datetime.now(UTC),
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=cast.housing(),
        since=TODAY,
    )
    shown = page("/about/grants/")
    newest = shown.partition("<tbody>")[2].partition("</tr>")[0]
    for stated in (
        "2026年9月22日",
        "吴同志",
        said("Responsible officer"),
        "/bodies/zhujianju/",
    ):
        assert stated in newest


def test_about_leads_to_what_it_names(place: Place) -> None:
    shown = page("/about/")
    for path in ("/powers/", "/letters/write/", "/verify/", "/about/grants/"):
        assert f'href="{path}"' in shown
    assert shown.count("<h1") == 1


def test_accessibility_names_what_is_missing_too(place: Place) -> None:
    shown = page("/accessibility/")
    assert said("What is still missing") in shown
    assert place.office_telephone in shown


@pytest.mark.parametrize(
    ("path", "number"),
    [("/about/", 1), ("/about/grants/", 1), ("/accessibility/", 0), ("/report/", 0)],
)
def test_standing_pages_ask_little(place: Place, path: str, number: int) -> None:
    assert queries(path) == number
