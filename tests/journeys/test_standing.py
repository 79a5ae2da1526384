"""What holds for every page: fit for everybody, quiet, narrow, and without a script.

The pages are the same on both databases, so they are looked at on one of them.
"""

from typing import Final

import pytest

from mingbai.web.access import ACCESS
from tests.journeys.browsing import Visitor
from tests.journeys.pages import PAGES, Standing
from tests.journeys.samples import Samples
from tests.journeys.seen import Seen, see

pytestmark = pytest.mark.sqlite

# What a browser is told by every page, and nothing looser.
POLICY: Final = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
TOLD: Final = {
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(),"
        " usb=()"
    ),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
# They answer with a style sheet, a redirect, a workbook.
NO_PAGES: Final = {"public:look-css", "public:look-choose", "desk:register-xlsx"}

PLAIN: Final = [one for one in PAGES if one.is_plain]
PUBLIC: Final = [one for one in PLAIN if one.is_public]
STAFF: Final = [one for one in PLAIN if one.login]

every_page = pytest.mark.parametrize("standing", PAGES, ids=str)
plain_page = pytest.mark.parametrize("standing", PLAIN, ids=str)
public_page = pytest.mark.parametrize("standing", PUBLIC, ids=str)
staff_page = pytest.mark.parametrize("standing", STAFF, ids=str)


@pytest.fixture(scope="module")
def sights() -> dict[Standing, Seen]:
    """What has been seen: each page is drawn once for all tests."""
    return {}


@pytest.fixture
def seen(visitor: Visitor, sights: dict[Standing, Seen], standing: Standing) -> Seen:
    """What a visit to the page shows."""
    if standing not in sights:
        sights[standing] = see(visitor, standing)
    return sights[standing]


def test_every_page_of_the_access_table_stands_in_the_list() -> None:
    readable = {
        name
        for name, row in ACCESS.items()
        if "GET" in row.methods and not name.startswith("api:")
    }
    assert {one.name for one in PAGES} == readable - NO_PAGES


@every_page
def test_axe_finds_no_barrier(seen: Seen) -> None:
    assert seen.barriers == []


@every_page
def test_no_page_scrolls_sideways(seen: Seen) -> None:
    assert seen.too_wide == []


@every_page
def test_the_browser_has_nothing_to_complain_of(seen: Seen) -> None:
    assert seen.complaints == []


@every_page
def test_only_the_desk_brings_scripts_and_always_the_same(
    seen: Seen, standing: Standing
) -> None:
    assert seen.scripts == (3 if standing.name.startswith("desk:") else 0)


@plain_page
def test_every_page_reads_the_same_with_scripts_off(seen: Seen) -> None:
    assert seen.text_without_scripts == seen.text != ""


@plain_page
def test_every_page_tells_the_browser_the_same_rules(
    visitor: Visitor, samples: Samples, standing: Standing
) -> None:
    headers = headers_of(visitor, samples, standing)
    assert {name: headers.get(name) for name in TOLD} == TOLD
    assert set(headers["content-security-policy"].split("; ")) == POLICY


@public_page
def test_public_pages_set_no_cookie_and_never_vary(
    visitor: Visitor, samples: Samples, standing: Standing
) -> None:
    headers = headers_of(visitor, samples, standing)
    assert "set-cookie" not in headers
    assert "vary" not in headers


@staff_page
def test_pages_of_the_desk_are_kept_by_nobody(
    visitor: Visitor, samples: Samples, standing: Standing
) -> None:
    kept = headers_of(visitor, samples, standing).get("cache-control", "")
    assert {"no-store", "private"} <= {one.strip() for one in kept.split(",")}


def headers_of(
    visitor: Visitor, samples: Samples, standing: Standing
) -> dict[str, str]:
    """The headers of the page, names in lower case."""
    page = visitor.page(standing.login)
    answer = page.request.get(standing.address(samples))
    assert answer.ok, answer.status
    return answer.headers
