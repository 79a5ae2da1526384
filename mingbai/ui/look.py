"""What /look.css says: text size, contrast, and the colours of a place.

Pages never vary with the reader; only this style sheet does. It is
served last, so that it may replace what the other sheets set.
"""

from dataclasses import dataclass, replace
from enum import Enum

from mingbai.ui.contrast import READABLE, contrast


class Size(Enum):
    """Text sizes; the elderly rules ask for 18 pt, and 30 pt at the largest."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Contrast(Enum):
    """Ink on paper, or black on white with black lines."""

    NORMAL = "normal"
    HIGH = "high"


class UnknownChoice(ValueError):
    """Nobody offers this choice of look."""


class UnreadableTheme(ValueError):
    """A palette in which some text could not be read at 4.5:1."""


@dataclass(frozen=True)
class Look:
    """How one reader wants to see every page."""

    size: Size = Size.NORMAL
    contrast: Contrast = Contrast.NORMAL

    @classmethod
    def parse(cls, cookie: str) -> "Look":
        """Read what `cookie` wrote; anything unknown in it counts as normal.

        >>> Look.parse("large.high") == Look(Size.LARGE, Contrast.HIGH)
        True
        >>> Look.parse("huge") == Look()
        True
        """
        size, _, contrast_ = cookie.partition(".")
        return cls(
            _SIZES.get(size, Size.NORMAL), _CONTRASTS.get(contrast_, Contrast.NORMAL)
        )

    @property
    def cookie(self) -> str:
        """The value to keep in the reader's cookie, such as `large.high`."""
        return f"{self.size.value}.{self.contrast.value}"

    def choosing(self, choice: str) -> "Look":
        """This look with one of `CHOICES` made; the other half stays.

        Raises UnknownChoice.
        """
        if choice in _SIZES:
            return replace(self, size=_SIZES[choice])
        chosen = _CONTRASTS.get(choice.removeprefix("contrast-"))
        if chosen is None or not choice.startswith("contrast-"):
            raise UnknownChoice(choice)
        return replace(self, contrast=chosen)


_SIZES = {size.value: size for size in Size}
_CONTRASTS = {contrast.value: contrast for contrast in Contrast}

CHOICES = (*_SIZES, *(f"contrast-{name}" for name in _CONTRASTS))
"""What may stand in /look/<choice>; each link carries the class `look-<choice>`."""

ALL_LOOKS = tuple(Look(size, contrast) for size in Size for contrast in Contrast)
"""Every look there is, for a web server that serves them as files."""


@dataclass(frozen=True)
class Theme:
    """The three colours a place chooses, each as `#rrggbb`.

    Raises NotAColour, and UnreadableTheme where any text that the style sheets
    set in or on these colours would fall below 4.5:1.
    """

    pine: str = "#1f4d41"
    pine_dark: str = "#15382f"
    pine_light: str = "#e8efeb"

    def __post_init__(self) -> None:
        for text, ground in self.pairs():
            ratio = contrast(text, ground)
            if ratio < READABLE:
                raise UnreadableTheme(f"{text} on {ground} is {ratio:.2f}:1")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every text colour on every ground in which this theme takes part."""
        links = tuple((self.pine, ground) for ground in _GROUNDS)
        words = tuple((ink, self.pine_light) for ink in _INKS)
        bars = ((_WHITE, self.pine), (_WHITE, self.pine_dark))
        return (*bars, *links, *words, (self.pine, self.pine_light))


_WHITE = "#ffffff"
_GROUNDS = ("#fbfbf8", _WHITE, "#f3f5f2")  # paper, card, mist in site.css
_INKS = ("#16211d", "#4b5a54")  # ink, ink2 in site.css

_FONT_SIZE = {Size.NORMAL: "112.5%", Size.LARGE: "140%", Size.LARGEST: "187.5%"}

_HIGH_CONTRAST = {
    "ink": "#000000",
    "ink2": "#000000",
    "paper": "#ffffff",
    "card": "#ffffff",
    "mist": "#ffffff",
    "line": "#000000",
    "line2": "#000000",
    "pine": "#000000",
    "pine-dark": "#000000",
    "pine-light": "#ffffff",
    "blue-light": "#ffffff",
    "blue-ink": "#002a50",
    "amber": "#4d3200",
    "amber-light": "#ffffff",
    "amber-ink": "#4d3200",
    "red": "#8a0f08",
    "red-light": "#ffffff",
    "green": "#0b4a22",
    "green-light": "#ffffff",
}


def look_css(choice: Look, theme: Theme) -> str:
    """The whole of /look.css for one reader in one place."""
    colours = {
        "pine": theme.pine,
        "pine-dark": theme.pine_dark,
        "pine-light": theme.pine_light,
    }
    if choice.contrast is Contrast.HIGH:
        colours |= _HIGH_CONTRAST
    tokens = "".join(f"--{name}:{colour};" for name, colour in colours.items())
    return "\n".join(
        (
            f":root{{{tokens}}}",
            f"@media screen{{html{{font-size:{_FONT_SIZE[choice.size]}}}}}",
            *_marks(choice),
            "",
        )
    )


def _marks(choice: Look) -> tuple[str, ...]:
    """Rules that mark the present choices by a tick, weight and underline."""
    size = f".look-{choice.size.value}"
    rules = [
        f"{size}{{font-weight:700;text-decoration:underline 3px}}",
        f"{size} .look-now{{display:inline}}",
    ]
    if choice.contrast is Contrast.HIGH:
        # The strip shows one contrast link: the one that leads elsewhere.
        rules += [
            ".strip .look-contrast-high{display:none}",
            ".strip .look-contrast-normal{display:inline-flex}",
            ".tag,.chip,.notice{border:2px solid}",
            ".top{border-top:2px solid #ffffff}",
            "a{text-decoration-thickness:2px}",
        ]
    here = f".look-contrast-{choice.contrast.value}"
    return (*rules, f"{here} .look-now{{display:inline}}")
