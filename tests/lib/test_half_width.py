"""Signs of a Chinese keyboard read as they were meant."""

import pytest

from mingbai.lib.half_width import half_width, is_dash, without_blanks


@pytest.mark.parametrize("sign", ["①", "²", "一", "Ⅱ", "中"])
def test_signs_that_only_resemble_digits_stay_as_they_are(sign: str) -> None:
    assert half_width(sign) == sign


@pytest.mark.parametrize("sign", ["", "a", "1", "_", "一", "～"])
def test_what_is_no_dash_is_not_taken_for_one(sign: str) -> None:
    assert not any(is_dash(one) for one in sign)


def test_full_width_becomes_ascii() -> None:
    assert half_width("０１９ＡＺａｚ－／！～") == "019AZaz-/!~"


def test_blanks_and_invisible_signs_are_dropped() -> None:
    typed = "\ufeff 2\u00a06\u3000-\u200b0\u00ad1\t\u202e2\r\n"
    assert without_blanks(typed) == "26-012"


@pytest.mark.parametrize("sign", "-‐‑‒–—―−﹣－ー─")
def test_every_dash_is_a_dash(sign: str) -> None:
    assert is_dash(sign)
