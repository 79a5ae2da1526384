"""Who may know who wrote a letter whose writer keeps it from the body."""

from dataclasses import replace
from types import ModuleType
from typing import Final

import pytest

from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.standing import knows_writer
from mingbai.places.models import Place
from tests.letters.answering import now
from tests.letters.holding import holding
from tests.written import draft, send

HIDDEN: Final = replace(
    draft(text="没人管我，我不想活了，要跳楼。"),
    writer="周女士",
    telephone="+8613800000000",
    hides_writer=True,
)


def knowing(letter: Letter, *kinds: str) -> list[bool]:
    """Whether an official with each of these duties may know the writer."""
    letter.refresh_from_db()
    return [knows_writer(letter, holding(kind)) for kind in kinds]


def hidden(text: str = "") -> Draft:
    """A letter of somebody who keeps name and telephone from the body."""
    return replace(HIDDEN, text=text) if text else HIDDEN


@pytest.mark.parametrize("kind", ["officer", "clerk", "head", "leader"])
def test_even_in_danger_the_body_does_not_know_who_keeps_the_name_back(
    place: Place, cast: ModuleType, kind: str
) -> None:
    assert knowing(send(hidden()), kind) == [False]


def test_the_watch_does_not_know_it_without_danger(
    place: Place, cast: ModuleType
) -> None:
    assert knowing(send(hidden("路灯坏了。")), "watch") == [False]


def test_the_watch_knows_it_no_more_once_nobody_is_in_danger(
    place: Place, cast: ModuleType
) -> None:
    letter = send(hidden())
    set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=False)
    assert knowing(letter, "watch") == [False]


def test_the_office_and_the_supervisors_know_it(place: Place, cast: ModuleType) -> None:
    letter = send(hidden("路灯坏了。"))
    assert knowing(letter, "registrar", "supervisor") == [True, True]


def test_in_danger_to_life_the_watch_knows_whom_to_help(
    place: Place, cast: ModuleType
) -> None:
    letter, other = send(hidden()), send(hidden("路灯坏了。"))
    assert knowing(letter, "watch") == [True]
    set_urgent(by=cast.registrar(), at=now(), letter=other, is_urgent=True)
    assert knowing(other, "watch") == [True]
