"""Notices on the desk: numbers and links, counted in the header, seen by one press."""

from datetime import UTC, datetime
from http import HTTPStatus

from mingbai.letters.models import Notice
from mingbai.letters.notices import tell
from mingbai.letters.tell_nobody import tell_nobody
from mingbai.places.models import Place
from tests import cast
from tests.web.desk.work import at_desk, routed
from tests.web.public.reading import said
from tests.written import send

NOTICES = "/desk/notices/"
SEEN = "/desk/notices/seen/"


def test_nobody_sees_or_clears_the_notices_of_another(place: Place) -> None:
    letter = routed(cast.education())
    client = at_desk("zhoukezhang")
    assert letter.ref not in client.get(NOTICES).text
    client.post(SEEN)
    assert Notice.objects.filter(seen_at__isnull=True).count() == 1


def test_an_unknown_mark_gives_the_newest(place: Place) -> None:
    letter = routed(cast.education())
    client = at_desk("lizhuren")
    for mark in ("", "x", "\0", "00000000-0000-0000-0000-000000000000"):
        page = client.get(NOTICES, {"after": mark})
        assert page.status_code == HTTPStatus.OK
        assert letter.ref in page.text


def test_an_administrator_is_led_to_the_body_that_nobody_answers_for(
    place: Place,
) -> None:
    letter, now = send(), datetime.now(UTC)
    tell_nobody(by=cast.registrar(), at=now, letter=letter, body=cast.housing())
    client = at_desk("chenguanli")
    page = client.get(NOTICES).text
    assert f'href="/desk/letters/{letter.ref}/"' not in page
    assert letter.ref in page
    assert 'href="/desk/bodies/zhujianju/"' in page
    assert client.get("/desk/bodies/zhujianju/").status_code == HTTPStatus.OK


def test_where_nobody_is_at_the_office_it_leads_to_the_duties(place: Place) -> None:
    letter = send()
    administrators = [cast.user("chenguanli")]
    tell(administrators, Notice.Kind.NOBODY, letter, at=datetime.now(UTC))
    page = at_desk("chenguanli").get(NOTICES).text
    assert 'href="/desk/duties/"' in page.split("<tbody>")[1]


def test_the_header_counts_what_is_new_until_it_is_seen(place: Place) -> None:
    letter = routed(cast.education(), title="只写给我们看的标题")
    client = at_desk("lizhuren")
    page = client.get(NOTICES).text
    assert f'href="/desk/letters/{letter.ref}/"' in page
    assert "只写给我们看的标题" not in page
    assert '<b class="count">1</b>' in client.get("/desk/").text
    assert client.post(SEEN).status_code == HTTPStatus.FOUND
    assert 'class="count"' not in client.get("/desk/").text
    assert said("Mark all as seen") not in client.get(NOTICES).text


def test_a_digest_says_how_many_wait(place: Place) -> None:
    counts = {"open": 7, "due_today": 2, "overdue": 1}
    user = cast.user("lizhuren")
    tell([user], Notice.Kind.DIGEST, None, at=datetime.now(UTC), counts=counts)
    page = at_desk("lizhuren").get(NOTICES).text
    message = "%(open)s open, %(due_today)s due today, %(overdue)s overdue"
    sentence = said(message, **counts)
    assert sentence in page
