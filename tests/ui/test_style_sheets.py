"""What stands in the style sheets: readable colours, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

import mingbai.ui
from mingbai.ui import look
from mingbai.ui.contrast import contrast
from mingbai.ui.look import Contrast, Look, Theme, look_css

STATIC = Path(mingbai.ui.__file__).parent / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
TOKENS = dict(re.findall(r"--([\w-]+): (#\w{6});", (STATIC / "site.css").read_text()))

WORDS_ON_GROUNDS = [
    *((ink, ground) for ink in ("ink", "ink2") for ground in ("paper", "card", "mist")),
    *((ink, "pine-light") for ink in ("ink", "ink2", "pine")),
    *(("ink", f"{colour}-light") for colour in ("amber", "red", "green")),
    ("blue-ink", "blue-light"),
    ("amber-ink", "amber-light"),
    ("red", "red-light"),
    ("green", "green-light"),
    *((mark, "paper") for mark in ("amber", "red", "green", "pine")),
    ("card", "pine"),
    ("card", "pine-dark"),
    ("card", "red"),
]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_fetches_nothing(sheet: Path) -> None:
    css = sheet.read_text()
    assert not re.search(r"url\(|@import|@font-face|https?:", css)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_stays_short_and_closes_what_it_opens(sheet: Path) -> None:
    css = sheet.read_text()
    assert css.count("\n") <= 400
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_uses_only_tokens_that_exist(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text()))
    known = re.findall(r"^  --([\w-]+):", (STATIC / "site.css").read_text(), re.M)
    assert used <= set(known)


@pytest.mark.parametrize(("words", "ground"), WORDS_ON_GROUNDS)
def test_words_read_on_their_ground(words: str, ground: str) -> None:
    assert contrast(TOKENS[words], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "card", "mist", "pine-light"])
def test_outlines_that_carry_meaning_are_seen(ground: str) -> None:
    assert contrast(TOKENS["line2"], TOKENS[ground]) >= 3


def test_the_theme_is_measured_against_the_colours_the_sheet_has() -> None:
    assert set(look._GROUNDS) == {TOKENS[name] for name in ("paper", "card", "mist")}
    assert set(look._INKS) == {TOKENS["ink"], TOKENS["ink2"]}


def test_without_a_place_the_sheet_shows_the_default_theme() -> None:
    theme = Theme()
    assert theme.pine == TOKENS["pine"]
    assert theme.pine_dark == TOKENS["pine-dark"]
    assert theme.pine_light == TOKENS["pine-light"]


def test_high_contrast_replaces_only_tokens_the_sheet_has() -> None:
    css = look_css(Look(contrast=Contrast.HIGH), Theme())
    assert set(re.findall(r"--([\w-]+):", css)) <= set(TOKENS)


def test_only_the_desk_has_scripts_and_nothing_has_fonts() -> None:
    kinds = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert not kinds & {".woff", ".woff2", ".ttf", ".otf"}
    scripts = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js")}
    assert scripts == {"keys.js", "kept.js", "vendor/htmx.min.js"}


def test_what_is_taken_from_others_is_named_with_version_and_licence() -> None:
    vendor = STATIC / "vendor"
    said = (vendor / "README.md").read_text()
    for path in vendor.glob("*.js"):
        assert f"`{path.name}`" in said
    version = re.search(r'version:"([\d.]+)"', (vendor / "htmx.min.js").read_text())
    assert version
    assert f"| {version[1]} |" in said
    assert (vendor / "htmx.LICENSE").exists()
