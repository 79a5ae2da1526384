"""How well one colour reads on another, by the formula of WCAG 2.2."""

import re

READABLE = 4.5
"""WCAG 2.2, 1.4.3 (AA): the least ratio for running text."""

_HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


class NotAColour(ValueError):
    """A colour was not written as # and six hexadecimal digits."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white).

    Raises NotAColour. Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not _HEX_COLOUR.fullmatch(colour):
        raise NotAColour(colour)
    red, green, blue = (_linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    return (
        share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
    )
