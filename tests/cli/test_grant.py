"""`mingbai grant` and `reset-factor`: what the server does when the desk can not."""

from types import ModuleType

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from mingbai.accounts.models import Asking, Duty, User
from mingbai.cli import main
from mingbai.ledger.models import Opening
from mingbai.places.models import Place


@pytest.mark.parametrize(
    "words",
    [
        ["nobody", "registrar"],
        ["wutongzhi", "officer"],
        ["wutongzhi", "officer", "--body", "nowhere"],
        ["wutongzhi", "leader"],
        ["wutongzhi", "leader", "--post", "nowhere"],
        ["wutongzhi", "registrar", "--body", "jiaoyuju"],
        ["wutongzhi", "registrar", "--deputy", "--until", "2026-12-31"],
        ["wutongzhi", "officer", "--body", "jiaoyuju", "--deputy"],
        ["wutongzhi", "registrar", "--since", "2026-12-31", "--until", "2026-12-30"],
        ["wangdengji", "registrar"],
        ["wutongzhi", "registrar", "--place", "nowhere"],
    ],
)
def test_what_no_duty_can_be_is_refused_in_a_sentence(
    place: Place, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = Duty.objects.count()
    assert main(["grant", *with_place(words)]) == 1
    assert capsys.readouterr().err.strip()
    assert Duty.objects.count() == before


@pytest.mark.parametrize(
    "words", [["wutongzhi", "king"], ["wutongzhi", "registrar", "--since", "now"]]
)
def test_an_unknown_duty_or_day_is_wrong_use(place: Place, words: list[str]) -> None:
    assert main(["grant", *words]) == 2


def test_a_duty_is_granted_and_the_public_can_read_it(
    place: Place, cast: ModuleType
) -> None:
    words = ["wutongzhi", "officer", "--body", "zhujianju", "--until", "2026-12-31"]
    assert main(["grant", *with_place([*words, "--deputy"])]) == 0
    assert cast.outsider().answers_for(cast.housing().pk)
    asking = Asking.objects.get(concerned=cast.user("wutongzhi"))
    assert (asking.asked_by, asking.outcome) == (None, "confirmed")
    newest = Opening.objects.filter(name="duty.granted").latest("leaf__id")
    assert newest.content is not None
    assert b'"system":"grant"' in bytes(newest.content)


@pytest.mark.parametrize(
    "words", [["grant", "wutongzhi", "registrar"], ["reset-factor", "wangdengji"]]
)
def test_what_two_can_do_at_the_desk_is_refused_unless_alone(
    place: Place,
    cast: ModuleType,
    words: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    for administrator in cast.administrators():
        TOTP.activate(User.objects.get(pk=administrator.user), generate_totp_secret())
    assert main(with_place(words)) == 1
    assert "--alone" in capsys.readouterr().err
    assert main(with_place([*words, "--alone"])) == 0


def test_nobody_unknown_has_a_factor_to_reset(place: Place) -> None:
    assert main(["reset-factor", *with_place(["nobody"])]) == 1


def test_a_factor_is_reset_and_the_public_can_read_it(
    place: Place, cast: ModuleType
) -> None:
    assert main(["reset-factor", *with_place(["wangdengji"])]) == 0
    kinds = Asking.objects.filter(concerned=cast.user("wangdengji"))
    assert kinds.filter(kind="reset", asked_by=None).count() == 1
    assert Opening.objects.filter(name="factor.reset").count() == 1


def with_place(words: list[str]) -> list[str]:
    """PostgreSQL's template holds two places, so one is named."""
    return words if "--place" in words else [*words, "--place", "shidian"]
