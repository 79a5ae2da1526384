"""The letters of these days: invented throughout, and every state of the desk shown."""

import re
import unicodedata
from collections import Counter
from uuid import UUID

import pytest
from django.db.models import Sum

from mingbai.cli import main
from mingbai.ledger.clock import now
from mingbai.letters.models import (
    Assist,
    EventKind,
    Extension,
    Handling,
    Letter,
    LetterEvent,
    Promise,
    Recusal,
    Reopening,
    ReplyDraft,
    State,
    Tally,
)
from mingbai.letters.tally import asked_for, waiting
from mingbai.lib.danger import hint_of
from mingbai.lib.receipt import mint
from mingbai.places.days import local_day
from mingbai.places.find_place import place_of_slug
from mingbai.places.scoping import within
from mingbai_demo.demo import LIST_SINCE, QINGHE, REGISTRAR
from mingbai_demo.live import VERBS, live
from mingbai_demo.story import STORY, read_story
from tests.databases.installation import Installation
from tests.demo.qinghe import (
    ACCOUNTS,
    BODY_NAMES,
    BODY_SLUGS,
    INVENTED_TELEPHONE,
    LETTERS,
    POST_NAMES,
    POST_SLUGS,
    POWERS,
    TELEPHONE,
    has_private_number,
    runs,
)

TEXT = STORY.read_text("utf-8")
STORY_OF_THESE_DAYS = read_story()
WRITTEN = [written for written, _deeds in STORY_OF_THESE_DAYS.letters]
DEEDS = [
    deed
    for _letter, deeds in (
        *STORY_OF_THESE_DAYS.letters,
        *STORY_OF_THESE_DAYS.imported,
    )
    for deed in deeds
]
# What becomes of a letter only when days go by, or what the clock does.
BY_TIME = {
    *(EventKind.PROMISE_DUE, EventKind.PROMISE_KEPT, EventKind.PROMISE_BROKEN),
    *(EventKind.REDATED, EventKind.ASSIST_ENDED),
}
# What would hide another state of the same letter, and has its journey elsewhere.
NOT_SHOWN = {
    *(EventKind.RESUMED, EventKind.RELEASED, EventKind.CALMED, EventKind.HINTED),
    *(EventKind.EXTENSION_REFUSED, EventKind.REOPENING_REFUSED),
}


def test_no_mobile_no_identity_number_and_no_real_telephone_stands_in_it() -> None:
    assert [line for line in TEXT.splitlines() if has_private_number(line)] == []
    found = TELEPHONE.findall(TEXT)
    assert [it for it in found if not INVENTED_TELEPHONE.fullmatch(it)] == []
    addresses = re.findall(r"[\w.]+@([\w.]+)", TEXT)
    assert all(host.endswith(".example") for host in addresses)


def test_no_stray_sign_stands_in_it() -> None:
    assert not [sign for sign in TEXT if unicodedata.category(sign) in {"Cf", "Co"}]
    assert not any(mark in TEXT for mark in ("�", "\r", "\t", "，，", "。。"))


def test_no_two_letters_say_the_same_not_even_those_of_the_past() -> None:
    texts = [one.text for one in WRITTEN] + [row["text"] for row in LETTERS]
    seen = Counter(run for text in texts for run in runs(text))
    assert [run for run, times in seen.items() if times > 1] == []
    titles = [one.title for one in WRITTEN] + [row["title"] for row in LETTERS]
    assert len(set(titles)) == len(titles)


def test_lengths_are_those_of_real_letters() -> None:
    assert len({one.key for one in WRITTEN}) == len(WRITTEN)
    for one in WRITTEN:
        assert 6 <= len(one.title) <= 40, one.key
        assert 40 <= len(one.text) <= 600, one.key


def test_it_names_only_what_the_district_has() -> None:
    codes = {row["职权编码"] for row in POWERS}
    logins = {account["login"] for account in ACCOUNTS} | {"writer"}
    for one in WRITTEN:
        assert one.to in BODY_NAMES | POST_NAMES | {""}, one.key
        assert one.power in codes | {""}, one.key
        assert one.about in POST_SLUGS | {""}, one.key
    assert set(STORY_OF_THESE_DAYS.wants_approval) <= BODY_SLUGS
    waiting_ids = {row["letter_id"] for row in LETTERS if not row["reply"]}
    assert {source_id for source_id, _deeds in STORY_OF_THESE_DAYS.imported} <= (
        waiting_ids
    )
    for deed in DEEDS:
        assert deed.by in logins, deed
        assert deed.does in VERBS, deed


def test_every_verb_it_knows_is_used() -> None:
    assert {deed.does for deed in DEEDS} == set(VERBS)


def test_words_of_danger_stand_only_where_somebody_is_in_danger() -> None:
    hinted = {one.key for one in WRITTEN if hint_of(f"{one.title}\n{one.text}")}
    assert hinted == {"meiqi", "loushui-dian"}


@pytest.mark.sqlite
def test_it_is_lived_once_and_shows_every_state_of_the_desk(
    bare: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    make_the_district(capsys)
    receipts = {one.key: str(mint()) for one in WRITTEN}
    refs = live(STORY_OF_THESE_DAYS, receipts)
    assert len(set(refs.values())) == len(WRITTEN)
    place = place_of_slug("qinghe")
    with within(place, read_only=True):
        before = LetterEvent.objects.count()
        shows_every_state()
        counts_are_right()
    # A second making finds nothing left to do.
    assert live(STORY_OF_THESE_DAYS, receipts) == refs
    with within(place, read_only=True):
        assert LetterEvent.objects.count() == before
    assert main(["verify"]) == 0, capsys.readouterr().out


def make_the_district(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that comes before these days, but the accounts' passwords."""
    assert main(["add-place", str(QINGHE / "place.toml")]) == 0
    for workbook in sorted(QINGHE.glob("lists/*.xlsx")):
        words = ["import-powers", str(workbook), "--since", LIST_SINCE]
        assert main(words) == 0, capsys.readouterr().err
    columns = (
        *("id=letter_id", "power=power_code", "answered_for=body"),
        *("answered_by=officer", "kind=kind", "to=to", "publish=publish"),
    )
    words = [f"--map={column}" for column in columns]
    csv = str(QINGHE / "letters.csv")
    assert main(["import-letters", csv, f"--officer={REGISTRAR}", *words]) == 0


def shows_every_state() -> None:
    """What a visitor finds at the desk, queue by queue."""
    states = set(Handling.objects.values_list("state", flat=True))
    assert states == set(State)
    kinds = set(LetterEvent.objects.values_list("kind", flat=True))
    assert set(EventKind) - kinds == BY_TIME | NOT_SHOWN
    # At the office: some unclaimed, some in hand; danger that nobody has met yet.
    office = Handling.objects.filter(body__isnull=True, state=State.REGISTERED)
    assert office.filter(officer__isnull=True).exists()
    assert office.filter(officer__isnull=False).exists()
    assert Handling.objects.filter(is_urgent=True).count() == 1
    assert office.exclude(hint="").filter(is_urgent=False).count() == 1
    assert set(Assist.objects.values_list("state", flat=True)) == {"open", "given"}
    assert set(Extension.objects.values_list("ruling", flat=True)) == {"", "granted"}
    assert set(Reopening.objects.values_list("ruling", flat=True)) == {"", "granted"}
    assert set(Promise.objects.values_list("state", flat=True)) == {
        *("ahead", "reported")
    }
    assert ReplyDraft.objects.count() == 2
    assert Letter.objects.filter(kind="disclose").count() == 1
    assert Letter.objects.filter(hides_writer=True).count() == 1
    kept_away_from_a_body = Recusal.objects.filter(body__slug="zhujianju")
    for recusal in kept_away_from_a_body:
        body = recusal.letter.handling.body
        assert body is not None
        assert body.slug == "quzhengfu"
    assert kept_away_from_a_body.count() == 1


def counts_are_right() -> None:
    """The tallies of what is open are those of the letters themselves."""
    told: Counter[tuple[UUID | None, UUID | None, str]] = Counter()
    for row in waiting(today=local_day(now())):
        told[row.body, row.officer, row.state] += row.open
    open_rows = Handling.objects.filter(closed_at__isnull=True)
    assert +told == Counter(open_rows.values_list("body_id", "officer_id", "state"))
    assert asked_for() == {"extension": 1, "reopening": 1}
    assists = Tally.objects.filter(count=Tally.Count.ASSIST)
    assert assists.aggregate(pieces=Sum("pieces"))["pieces"] == 1
