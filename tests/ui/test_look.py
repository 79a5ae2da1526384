"""Text size, contrast and the place's colours, as /look.css says them."""

import re

import pytest

from mingbai.ui.contrast import NotAColour, contrast
from mingbai.ui.look import (
    ALL_LOOKS,
    CHOICES,
    Contrast,
    Look,
    Size,
    Theme,
    UnknownChoice,
    UnreadableTheme,
    look_css,
)

QINGHE = Theme(pine="#123f63", pine_dark="#0b2940", pine_light="#e6eff6")


@pytest.mark.parametrize("pale", ["#7fae9f", "#e8efeb", "#ffffff"])
def test_a_pine_too_pale_for_white_words_is_refused(pale: str) -> None:
    with pytest.raises(UnreadableTheme, match=pale):
        Theme(pine=pale)


def test_a_light_strip_is_refused() -> None:
    with pytest.raises(UnreadableTheme):
        Theme(pine_dark="#99aaa0")


def test_a_dark_ground_under_ink_is_refused() -> None:
    with pytest.raises(UnreadableTheme):
        Theme(pine_light="#1f4d41")


def test_a_colour_that_would_carry_rules_into_the_sheet_is_refused() -> None:
    with pytest.raises(NotAColour):
        Theme(pine="#1f4d41;}body{display:none")


@pytest.mark.parametrize(
    "choice", ["", "huge", "contrast-", "contrast-low", "high", "large.high"]
)
def test_a_choice_nobody_offers_is_refused(choice: str) -> None:
    with pytest.raises(UnknownChoice):
        Look().choosing(choice)


@pytest.mark.parametrize("cookie", ["", "huge", ".", "large,high", "LARGE.HIGH", "\0"])
def test_an_unknown_cookie_means_normal(cookie: str) -> None:
    assert Look.parse(cookie) == Look(Size.NORMAL, Contrast.NORMAL)


def test_half_a_cookie_keeps_the_half_that_is_known() -> None:
    assert Look.parse("large.purple") == Look(size=Size.LARGE)
    assert Look.parse("huge.high") == Look(contrast=Contrast.HIGH)


@pytest.mark.parametrize("look", ALL_LOOKS)
def test_a_cookie_brings_the_same_look_back(look: Look) -> None:
    assert Look.parse(look.cookie) == look


def test_there_are_six_looks_with_six_cookies() -> None:
    assert len({look.cookie for look in ALL_LOOKS}) == 6


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("look", ALL_LOOKS)
def test_a_choice_changes_its_own_half_alone(look: Look, choice: str) -> None:
    after = look.choosing(choice)
    if choice.startswith("contrast-"):
        assert after == Look(look.size, Contrast(choice.removeprefix("contrast-")))
    else:
        assert after == Look(Size(choice), look.contrast)


@pytest.mark.parametrize("look", ALL_LOOKS)
def test_the_sheet_sets_the_size(look: Look) -> None:
    wanted = {Size.NORMAL: "112.5%", Size.LARGE: "140%", Size.LARGEST: "187.5%"}
    assert re.findall(r"font-size:([\d.]+%)", look_css(look, QINGHE)) == [
        wanted[look.size]
    ]


@pytest.mark.parametrize("look", ALL_LOOKS)
def test_the_sheet_ticks_the_present_choices_and_no_other(look: Look) -> None:
    css = look_css(look, QINGHE)
    ticked = re.findall(r"\.look-([\w-]+) \.look-now\{display:inline\}", css)
    assert ticked == [look.size.value, f"contrast-{look.contrast.value}"]


def test_the_place_brings_its_three_colours() -> None:
    css = look_css(Look(), QINGHE)
    assert "--pine:#123f63;" in css
    assert "--pine-dark:#0b2940;" in css
    assert "--pine-light:#e6eff6;" in css


def test_high_contrast_reads_at_seven_to_one_whatever_the_place_chose() -> None:
    css = look_css(Look(contrast=Contrast.HIGH), QINGHE)
    tokens = dict(re.findall(r"--([\w-]+):(#\w{6});", css))
    assert tokens["pine"] == "#000000"
    for name in ("ink", "ink2", "pine", "amber-ink", "blue-ink", "red", "green"):
        for ground in ("paper", "card", "mist", "pine-light", "red-light"):
            assert contrast(tokens[name], tokens[ground]) >= 7, (name, ground)


def test_high_contrast_offers_the_way_back() -> None:
    css = look_css(Look(contrast=Contrast.HIGH), QINGHE)
    assert ".strip .look-contrast-normal{display:inline-flex}" in css
    assert ".strip .look-contrast-high{display:none}" in css
    assert "look-contrast-high{display:none}" not in look_css(Look(), QINGHE)
