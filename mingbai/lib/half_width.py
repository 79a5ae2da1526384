"""What a person typed on a Chinese keyboard, as the plain signs that were meant."""

import unicodedata

# The full-width forms U+FF01 to U+FF5E mirror ASCII "!" to "~" (Unicode, block
# Halfwidth and Fullwidth Forms). NFKC is not used: it would also read ① or ² as digits.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def half_width(text: str) -> str:
    """Return `text` with full-width letters, digits and signs made ASCII."""
    return text.translate(_FULL_WIDTH)


def without_blanks(text: str) -> str:
    """Return `text` without blanks of any width and without invisible signs.

    Invisible are the format characters (category Cf) that copying from a page or a
    chat leaves behind: zero-width blanks, soft hyphens, marks of direction.
    """
    return "".join(
        sign
        for sign in text
        if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )


def is_dash(sign: str) -> bool:
    """Tell whether `sign` is a dash of any language, or a minus sign."""
    return unicodedata.category(sign) == "Pd" or sign in "\u2212\u2500\u30fc"
