"""Changing the place: tenures, portfolios, the official order, names, mergers."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest

from mingbai.ledger.models import Opening
from mingbai.places.actors import Officer
from mingbai.places.appoint import appoint
from mingbai.places.end_portfolio import end_portfolio
from mingbai.places.leave_post import EndedAlready, leave_post
from mingbai.places.merge_body import CannotMerge, merge_body
from mingbai.places.models import FormerName, Place, Portfolio, Tenure
from mingbai.places.name_person import name_person
from mingbai.places.policy import NotAllowed
from mingbai.places.rank_post import RankIsTaken, rank_post
from mingbai.places.rename_body import NameIsTaken, NotYet, rename_body
from mingbai.places.spans import EndsBeforeItBegins
from tests.moments import TODAY

YESTERDAY = TODAY - timedelta(days=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def by(place: Place, cast: ModuleType) -> Officer:
    """An administrator."""
    administrator: Officer = cast.administrators()[0]
    return administrator


def test_only_an_administrator_changes_the_place(
    place: Place, cast: ModuleType
) -> None:
    tenure = Tenure.objects.first()
    assert tenure is not None
    for officer in (cast.registrar(), cast.officer(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            leave_post(by=officer, at=now(), tenure=tenure, until=TODAY)


def test_a_tenure_ends_once_and_not_before_it_begins(
    by: Officer, cast: ModuleType
) -> None:
    tenure = Tenure.objects.get(post=cast.post("shuji"))
    with pytest.raises(EndsBeforeItBegins):
        leave_post(by=by, at=now(), tenure=tenure, until=date(2020, 1, 1))
    leave_post(by=by, at=now(), tenure=tenure, until=YESTERDAY)
    with pytest.raises(EndedAlready):
        leave_post(by=by, at=now(), tenure=tenure, until=TODAY)
    person = name_person(by=by, at=now(), name="李新任")
    appoint(by=by, at=now(), post=tenure.post, person=person, since=TODAY)
    assert Opening.objects.filter(name="post.left").exists()


def test_a_portfolio_ends(by: Officer, cast: ModuleType) -> None:
    portfolio = Portfolio.objects.get(body=cast.education())
    end_portfolio(by=by, at=now(), portfolio=portfolio, until=YESTERDAY)
    assert not Portfolio.objects.on(TODAY).filter(body=cast.education()).exists()
    with pytest.raises(EndedAlready):
        end_portfolio(by=by, at=now(), portfolio=portfolio, until=TODAY)


def test_the_official_order_has_no_ties(by: Officer, cast: ModuleType) -> None:
    with pytest.raises(RankIsTaken):
        rank_post(by=by, at=now(), post=cast.post("xianzhang"), precedence=10)
    rank_post(by=by, at=now(), post=cast.post("xianzhang"), precedence=15)
    assert cast.post("xianzhang").precedence == 15


def test_a_new_name_keeps_the_old_one_with_its_last_day(
    by: Officer, cast: ModuleType
) -> None:
    body = cast.education()
    with pytest.raises(NameIsTaken):
        rename_body(
            by=by, at=now(), body=body, name="某局", short_name="县委", since=TODAY
        )
    new = {"name": "试点县教育体育局", "short_name": "县教体局"}
    with pytest.raises(NotYet):
        rename_body(by=by, at=now(), body=body, since=TODAY + timedelta(days=1), **new)
    rename_body(by=by, at=now(), body=body, since=TODAY, **new)
    former = FormerName.objects.get(body=body)
    assert (former.short_name, former.until) == ("县教育局", YESTERDAY)
    assert cast.education().short_name == "县教体局"
    with pytest.raises(NotYet):
        rename_body(
            by=by, at=now(), body=body, name="某", short_name="某", since=YESTERDAY
        )


def test_a_body_is_merged_once_and_into_nothing_of_its_own(
    by: Officer, cast: ModuleType
) -> None:
    education, housing = cast.education(), cast.housing()
    for wrong in (education, education.parent):
        with pytest.raises(CannotMerge):
            merge_body(by=by, at=now(), body=wrong, into=education, on=TODAY)
    merge_body(by=by, at=now(), body=education, into=housing, on=TODAY)
    assert education.merged_into == housing
    assert not Portfolio.objects.on(TODAY).filter(body=education).exists()
    with pytest.raises(CannotMerge):
        merge_body(by=by, at=now(), body=education, into=housing, on=TODAY)
