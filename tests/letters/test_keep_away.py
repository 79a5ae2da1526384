"""Whom the writer named stays away for good: with later accounts and later duties."""

from datetime import timedelta
from random import Random
from types import ModuleType

import pytest
import time_machine

from mingbai.accounts.create_user import create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind, User
from mingbai.letters.barred import barred_letters, not_barred
from mingbai.letters.draft import Draft
from mingbai.letters.find import by_ref
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.models import Letter, Recusal
from mingbai.letters.queue import Queue, page
from mingbai.letters.recuse import recuse
from mingbai.letters.route import route
from mingbai.letters.standing import is_barred
from mingbai.lib.numbering import parse_ref
from mingbai.places.actors import DutyHeld, Officer
from mingbai.places.appoint import appoint
from mingbai.places.leave_post import leave_post
from mingbai.places.leave_seat import leave_seat
from mingbai.places.models import Body, Person, Place, Post, Seat, Tenure
from mingbai.places.name_person import name_person
from tests.letters.answering import head, now, stands, with_education
from tests.moments import OPENED_ON, TODAY
from tests.written import send

COLUMNS = ("user_id", "person_id", "post_id", "body_id")


def complaint(about: Post, to: Post | None = None) -> Letter:
    return send(
        Draft(kind="complain", title="投诉", text="乱收费。", about=about, addressee=to)
    )


def account(cast: ModuleType, login: str, name: str, person: Person | None) -> User:
    return create_user(
        by=cast.FOUNDERS,
        at=now(),
        login=login,
        name=name,
        person=person,
        password=cast.PASSWORD,
    )


def trust(
    cast: ModuleType,
    login: str,
    kind: DutyKind,
    *,
    body: Body | None = None,
    post: Post | None = None,
) -> Officer:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user(login),
        kind=kind,
        body=body,
        post=post,
        since=OPENED_ON,
    )
    official: Officer = cast.acting(login)
    return official


def reads(by: Officer, letter: Letter) -> bool:
    """Whether the official may open the letter; the queues of the office agree."""
    found = by_ref(parse_ref(letter.ref), by=by) is not None
    if by.has("registrar", "supervisor"):
        rows = page(Queue.OPEN, officer=by).rows
        assert (letter.pk in {row.letter_id for row in rows}) is found
    return found


def test_an_account_opened_after_the_complaint_does_not_open_it(
    place: Place, cast: ModuleType
) -> None:
    letter = complaint(cast.post("xianzhang"))
    assert reads(cast.supervisor(), letter)
    holder = Person.objects.get(name="钱立新")
    for number in (1, 2):
        login = f"qianlixin{number}"
        account(cast, login, "钱立新", holder)
        assert not reads(trust(cast, login, DutyKind.SUPERVISOR), letter)


def test_who_reads_for_the_post_from_later_on_does_not_read_it(
    place: Place, cast: ModuleType
) -> None:
    post = cast.post("xianzhang")
    letter = complaint(post, to=post)
    reader = trust(cast, "wutongzhi", DutyKind.LEADER, post=post)
    assert not reads(reader, letter)
    assert page(Queue.LEADER, officer=reader).rows == []


def test_who_read_for_the_post_that_day_stays_away_in_another_duty(
    place: Place, cast: ModuleType
) -> None:
    post = cast.post("xianzhang")
    trust(cast, "wutongzhi", DutyKind.LEADER, post=post)
    letter = complaint(post)
    assert Recusal.objects.filter(letter=letter, user__login="wutongzhi").exists()
    assert not reads(trust(cast, "wutongzhi", DutyKind.REGISTRAR), letter)


def test_a_clerk_of_a_later_day_stays_away_with_the_officer_complained_of(
    place: Place, cast: ModuleType
) -> None:
    letter = send(Draft(kind="ask", title="t", text="x", addressee=cast.education()))
    keep_away_from_user(letter, cast.user("lizhuren"), at=now())
    clerk = trust(cast, "wutongzhi", DutyKind.CLERK, body=cast.education())
    assert is_barred(clerk, Recusal.objects.filter(letter=letter))
    # The colleague who answers instead is no clerk, and may have it.
    account(cast, "xinren", "辛任", None)
    colleague = trust(cast, "xinren", DutyKind.OFFICER, body=cast.education())
    assert not is_barred(colleague, Recusal.objects.filter(letter=letter))


def test_whoever_follows_in_the_post_reads_it(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    post = cast.post("xianzhang")
    letter = complaint(post, to=post)
    held = Tenure.objects.get(post=post)
    leave_post(by=cast.FOUNDERS, at=now(), tenure=held, until=TODAY)
    follower = name_person(by=cast.FOUNDERS, at=now(), name="冯继任")
    appoint(
        by=cast.FOUNDERS,
        at=now(),
        post=post,
        person=follower,
        since=TODAY + timedelta(days=1),
    )
    clock.shift(timedelta(days=2))
    account(cast, "fengjiren", "冯继任", follower)
    assert reads(trust(cast, "fengjiren", DutyKind.LEADER, post=post), letter)


def test_a_vacant_post_is_kept_as_it_was_named(place: Place, cast: ModuleType) -> None:
    post = cast.post("xianzhang")
    Tenure.objects.filter(post=post).update(until=OPENED_ON)
    letter = complaint(post)
    assert Recusal.objects.filter(letter=letter, post=post).exists()
    assert not Recusal.objects.filter(letter=letter, person__isnull=False).exists()


def test_bodies_below_the_one_that_is_led_stay_away_too(
    place: Place, cast: ModuleType
) -> None:
    """The bureaus of the county government serve under the county head."""
    letter = complaint(cast.post("xianzhang"))
    for body in (cast.education(), cast.housing(), cast.body("zhengfu")):
        with pytest.raises(NobodyInCharge):
            route(by=cast.registrar(), at=now(), letter=letter, body=body)
    for official in (cast.officer(), cast.other_officer()):
        assert not reads(official, letter)
    # The office has it still, and so may a body that is not below.
    trust(cast, "wutongzhi", DutyKind.OFFICER, body=cast.body("xianweiban"))
    sent = route(
        by=cast.registrar(), at=now(), letter=letter, body=cast.body("xianweiban")
    )
    assert sent.officer == cast.user("wutongzhi")


def test_whoever_heads_a_body_keeps_away_those_below_it(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head(of=cast.body("zhengfu"))
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        user=cast.user("wutongzhi"),
        reason="信中投诉此人。",
    )
    assert stands(letter).body is None
    assert not reads(cast.officer(), letter)


def test_the_commission_takes_what_complains_of_the_head_of_the_committee(
    place: Place, cast: ModuleType
) -> None:
    letter, jiwei = complaint(cast.post("shuji")), cast.body("jiwei")
    trust(cast, "wutongzhi", DutyKind.OFFICER, body=jiwei)
    with pytest.raises(NobodyInCharge):
        route(
            by=cast.registrar(), at=now(), letter=letter, body=cast.body("xianweiban")
        )
    sent = route(by=cast.registrar(), at=now(), letter=letter, body=jiwei)
    assert sent.body == jiwei


def test_of_the_head_of_the_commission_it_stays_away_itself(
    place: Place, cast: ModuleType
) -> None:
    letter, jiwei = send(), cast.body("jiwei")
    reader = trust(cast, "wutongzhi", DutyKind.OFFICER, body=jiwei)
    chief = head("zhangducha", of=jiwei)
    keep_away_from_user(letter, cast.user("zhangducha"), at=now())
    recusals = Recusal.objects.filter(letter=letter)
    assert is_barred(reader, recusals)
    assert is_barred(chief, recusals)


def test_who_has_left_the_first_seat_leads_the_body_no_more(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    post = cast.post("jiaoyu-juzhang")
    seat = Seat.objects.get(post=post)
    leave_seat(by=cast.FOUNDERS, at=now(), seat=seat, until=TODAY)
    clock.shift(timedelta(days=2))
    letter = complaint(post)
    assert not Recusal.objects.filter(letter=letter, body__isnull=False).exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_queue_leaves_out_exactly_what_one_is_barred_from(
    place: Place, cast: ModuleType, seed: int
) -> None:
    """Of random recusals, by random officials: rows and database say the same."""
    chance = Random(seed)
    pools = _pools(cast)
    letters = [send() for _ in range(12)]
    for letter in letters:
        rows = [_recusal(letter, pools, chance) for _ in range(chance.randint(0, 3))]
        Recusal.objects.bulk_create(rows, ignore_conflicts=True)
    barred = 0
    for _ in range(25):
        officer = _official(pools, chance)
        free = set(
            Letter.objects.filter(*not_barred(officer, "pk")).values_list(
                "pk", flat=True
            )
        )
        kept = set(barred_letters(officer).values_list("letter_id", flat=True))
        for letter in letters:
            expected = is_barred(officer, Recusal.objects.filter(letter=letter))
            assert (letter.pk not in free) is expected, (officer, letter)
            assert (letter.pk in kept) is expected, (officer, letter)
            barred += expected
    assert 0 < barred < 25 * len(letters)


def _pools(cast: ModuleType) -> dict[str, list[object]]:
    return {
        "user_id": list(User.objects.values_list("pk", flat=True)),
        "person_id": list(Person.objects.values_list("pk", flat=True)),
        "post_id": list(Post.objects.values_list("pk", flat=True)),
        "body_id": list(Body.objects.values_list("pk", flat=True)),
    }


def _recusal(letter: Letter, pools: dict[str, list[object]], chance: Random) -> Recusal:
    column = chance.choice(COLUMNS)
    return Recusal(
        letter=letter,
        at=now(),
        is_of_clerks=column == "body_id" and chance.random() < 0.5,
        **{column: chance.choice(pools[column])},
    )


def _official(pools: dict[str, list[object]], chance: Random) -> Officer:
    duties: set[DutyHeld] = set()
    for _ in range(chance.randint(0, 3)):
        kind = chance.choice(["officer", "clerk", "head", "leader", "registrar"])
        body = post = None
        if kind == "leader":
            post = chance.choice(pools["post_id"])
        elif kind != "registrar":
            body = chance.choice(pools["body_id"])
        duties.add(DutyHeld(kind, body, post))  # type: ignore[arg-type]  # drawn from keys
    person = chance.choice([None, *pools["person_id"]])
    return Officer(
        user=chance.choice(pools["user_id"]),  # type: ignore[arg-type]  # the same
        name="某人",
        duties=frozenset(duties),
        person=person,  # type: ignore[arg-type]  # the same
    )
