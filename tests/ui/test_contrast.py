"""The contrast of two colours, by WCAG 2.2."""

import pytest

from mingbai.ui.contrast import NotAColour, contrast


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#fff",
        "1f4d41",
        "red",
        "#1f4d4g",
        "#1f4d411",
        "#１f4d41",
        "#1f4d41;}",
        "#1f4d41\n",
    ],
)
def test_what_is_not_six_hexadecimal_digits_is_refused(written: str) -> None:
    with pytest.raises(NotAColour):
        contrast(written, "#ffffff")


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_colour_on_itself_is_one() -> None:
    assert contrast("#1f4d41", "#1F4D41") == pytest.approx(1)


def test_the_order_of_the_two_does_not_matter() -> None:
    assert contrast("#a3261d", "#fbe9e6") == contrast("#fbe9e6", "#a3261d")


def test_the_grey_of_the_standards_boundary_example() -> None:
    """#767676 is the lightest grey that passes on white; #777777 does not."""
    assert contrast("#767676", "#ffffff") >= 4.5
    assert contrast("#777777", "#ffffff") < 4.5
