"""下一封: the next letter that waits, once; and a sentence when none does."""

from http import HTTPStatus

import pytest

from mingbai.letters.models import Handling
from mingbai.places.models import Place
from tests import cast
from tests.web.desk.work import at_desk, routed
from tests.web.public.reading import said
from tests.written import send

NEXT = "/desk/next/"


@pytest.mark.parametrize("login", ["zhangducha", "sunxiaolan", "chenguanli"])
def test_who_takes_no_letters_gets_none(place: Place, login: str) -> None:
    letter = send()
    client = at_desk(login)
    assert client.post(NEXT).status_code == HTTPStatus.FORBIDDEN
    assert f'action="{NEXT}"' not in client.get("/desk/").text
    assert Handling.objects.get(letter=letter).officer is None


def test_following_a_link_takes_nothing(place: Place) -> None:
    send()
    answer = at_desk("wangdengji").get(NEXT)
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_when_nothing_waits_it_says_so(place: Place) -> None:
    routed(cast.education())
    answer = at_desk("lizhuren").post(NEXT, follow=True)
    assert said("Nothing waits for you to take") in answer.text


def test_each_press_takes_another_letter(place: Place) -> None:
    first, second = send(), send()
    client = at_desk("wangdengji")
    for letter in (first, second):
        answer = client.post(NEXT)
        assert answer.headers["Location"] == f"/desk/letters/{letter.ref}/"
        handling = Handling.objects.get(letter=letter)
        assert handling.officer == cast.user("wangdengji")
    assert "nothing-waits" in client.post(NEXT).headers["Location"]
