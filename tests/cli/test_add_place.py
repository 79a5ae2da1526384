"""`mingbai add-place FILE`: everything a place begins with, or nothing."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from pytest_django import Settings

from mingbai.accounts.models import Duty, User
from mingbai.accounts.officer import able_administrators
from mingbai.cli import main
from mingbai.ledger.clock import now
from mingbai.lib.keyring import KeyRing
from mingbai.places.days import local_day
from mingbai.places.models import Body, CalendarYear, Place
from mingbai.places.scoping import within
from tests.databases.installation import Installation

COUNTY = Path(__file__).parents[1] / "counties" / "shidian.toml"
LOGIN = re.compile(r"^  (\S+) +(\w{4}-\w{4}-\w{4}-\w{4})  (.+)$", re.MULTILINE)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The county's file, to be spoilt."""
    copy = tmp_path / "place.toml"
    copy.write_bytes(COUNTY.read_bytes())
    return copy


@pytest.fixture
def keys(settings: Settings, tmp_path: Path) -> Path:
    """A folder without a key ring."""
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def spoil(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_file_that_is_not_there_is_refused(
    bare: Installation, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add-place", "nowhere.toml"]) == 1
    assert "nowhere.toml" in capsys.readouterr().err
    assert not keys.exists()


def test_a_file_in_another_encoding_is_refused(
    bare: Installation, keys: Path, file: Path
) -> None:
    file.write_bytes(COUNTY.read_text(encoding="utf-8").encode("gb18030"))
    assert main(["add-place", str(file)]) == 1
    assert not Place.objects.exists()


def test_every_fault_is_told_and_nothing_is_made(
    bare: Installation, keys: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(file, 'kind = "committee"', 'kind = "club"')
    spoil(file, 'place.seal = "明白"', "")
    assert main(["add-place", str(file)]) == 1
    told = capsys.readouterr().err
    assert "body 1 (xianwei)" in told
    assert "seal" in told
    assert not Place.objects.exists()
    assert not keys.exists()


def test_one_administrator_is_refused(
    bare: Installation, keys: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(file, '  { login = "linguanli", name = "林管理" },\n', "")
    assert main(["add-place", str(file)]) == 1
    assert "administrator" in capsys.readouterr().err
    assert not Place.objects.exists()


def test_a_place_that_is_there_is_not_touched(
    committed: Installation, keys: Path, file: Path
) -> None:
    with within(committed.place):
        before = User.objects.count()
    assert main(["add-place", str(file)]) == 1
    with within(committed.place):
        assert User.objects.count() == before


@pytest.mark.sqlite
def test_sqlite_takes_no_second_place(
    committed: Installation, keys: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(file, "shidian", "xinxian")
    assert main(["add-place", str(file)]) == 1
    assert "PostgreSQL" in capsys.readouterr().err
    assert Place.objects.count() == 1


def test_a_login_that_cannot_be_one_undoes_everything(
    bare: Installation, keys: Path, file: Path
) -> None:
    spoil(file, 'login = "wangdengji"', 'login = "w"')
    assert main(["add-place", str(file)]) == 1
    assert not Place.objects.exists()


def test_a_place_is_ready_to_be_served(
    bare: Installation, keys: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add-place", str(file)]) == 0
    shown = capsys.readouterr().out
    place = Place.objects.get(slug="shidian")
    assert KeyRing.open(keys).origins() == [place.origin]
    assert f"{place.origin}+" in shown
    with within(place):
        today = local_day(now())
        assert Body.objects.count() == 6
        assert CalendarYear.objects.filter(year=2026).exists()
        assert able_administrators(today) == 2
        duty = Duty.objects.get(user__login="lizhuren")
        assert (duty.kind, duty.since) == ("officer", today)
        assert duty.body == Body.objects.get(slug="jiaoyuju")
        assert User.objects.get(login="sunxiaolan").person is not None


def test_each_first_password_is_shown_once_and_opens_its_account(
    bare: Installation, keys: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add-place", str(file)]) == 0
    told = {
        login: (password, name)
        for login, password, name in LOGIN.findall(capsys.readouterr().out)
    }
    with within(Place.objects.get()):
        users = list(User.objects.all())
    assert told.keys() == {user.login for user in users}
    for user in users:
        password, name = told[user.login]
        assert check_password(password, user.password)
        assert name == user.name
    assert len({password for password, _name in told.values()}) == len(users)


def test_a_key_ring_that_stands_is_used(
    bare: Installation, keys: Path, file: Path
) -> None:
    KeyRing.create(keys).create_log_key("mingbai.test/shidian/log1")
    before = (keys / "root.key").read_bytes()
    assert main(["add-place", str(file)]) == 0
    assert (keys / "root.key").read_bytes() == before
