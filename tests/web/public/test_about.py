"""Standing pages: nothing promised that is not so, and no form for a report."""

from datetime import UTC, datetime, timedelta

import pytest

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, repeal_of
from tests.powers.publishing import published
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


@pytest.mark.parametrize("code", ["NONE", "%00", "SD-AHEAD", "", "9" * 3_000])
def test_reporting_names_no_power_that_there_is_not(place: Place, code: str) -> None:
    published("SD-AHEAD", since=TODAY + timedelta(days=1))
    shown = page(f"/report/?power={code}")
    assert said("You come from this power") not in shown
    assert "12388" in shown


def test_reporting_names_the_power_somebody_comes_from(place: Place) -> None:
    published("甲/1 &b", name="<b>划片</b>")
    assert 'href="/report/?power=%E7%94%B2%2F1%20%26b"' in page("/powers/甲/1 &b/")
    shown = page("/report/?power=%E7%94%B2%2F1%20%26b")
    assert said("You come from this power") in shown
    assert "&lt;b&gt;划片&lt;/b&gt;" in shown
    assert "甲/1 &amp;b" in shown
    assert "县教育局" in shown
    assert 'href="/powers/%E7%94%B2/1%20&amp;b/"' in shown
    assert "<form" not in shown


def test_reporting_names_a_power_that_is_repealed(place: Place) -> None:
    published("SD-001", since=TODAY - timedelta(days=9), name="从前的权力")
    approved(repeal_of("SD-001", TODAY))
    assert "从前的权力" in page("/report/?power=SD-001")


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
    [
        ("/about/", 1),
        ("/about/grants/", 1),
        ("/accessibility/", 0),
        ("/report/", 0),
        ("/report/?power=SD-001", 1),
    ],
)
def test_standing_pages_ask_little(place: Place, path: str, number: int) -> None:
    assert queries(path) == number
