"""Settings and commands stand in the reference, and nothing else does."""

import re
from pathlib import Path

from mingbai.cli import COMMANDS, DEMO

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
# Django's own that an operator needs.
HANDED_ON = {"check", "migrate"}


def headings(name: str, pattern: str) -> list[str]:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return re.findall(rf"^## ({pattern})$", text, re.MULTILINE)


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    source = (ROOT / "mingbai" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(MINGBAI_[A-Z_]+)"', source))
    assert set(headings("settings.md", r"MINGBAI_[A-Z_]+")) == read


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    known = {f"mingbai {word}" for word in {*COMMANDS, DEMO, *HANDED_ON}}
    assert set(headings("commands.md", r"mingbai [a-z-]+")) == known
