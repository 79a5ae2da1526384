"""Reading the documents of the repository: headings, tables, code, links."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = (
    *("docs", "deploy", "mingbai", "mingbai_demo", "tests", "tools", "prove", "bench"),
)
# What others wrote: their licences, their words.
VENDORED: Final = frozenset({"vendor"})

_FENCE: Final = re.compile(r"^ *```.*?^ *```\s*?$", re.MULTILINE | re.DOTALL)
_INDENTED: Final = re.compile(r"(?:^(?: {4}|\t).*\n?)+", re.MULTILINE)
_INLINE: Final = re.compile(r"`([^`\n]+)`")
_HEADING: Final = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_LINK: Final = re.compile(r"\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Document:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the root, as a test's failure names it."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """All of it."""
        return self.path.read_text(encoding="utf-8")

    @property
    def prose(self) -> str:
        """All but its blocks of code."""
        return _FENCE.sub("", self.text)

    @property
    def code(self) -> list[str]:
        """Its lines of code, and what stands in single backticks."""
        fenced = _FENCE.findall(self.text)
        blocks = [block for found in fenced for block in found.splitlines()[1:-1]]
        indented = _INDENTED.findall(self.prose)
        lines = [line for found in indented for line in found.splitlines()]
        return [*blocks, *lines, *_INLINE.findall(self.prose)]

    @property
    def headings(self) -> list[str]:
        """Every heading, as written."""
        return _HEADING.findall(self.prose)

    @property
    def anchors(self) -> set[str]:
        """What a link may name behind `#`, by the rule of GitHub."""
        return {_anchor(heading) for heading in self.headings}

    @property
    def links(self) -> list[str]:
        """Where its links and pictures point."""
        return _LINK.findall(self.prose)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each table row that begins with something in backticks."""
        return [
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in self.prose.splitlines()
            if line.startswith("| `")
        ]

    @property
    def entries(self) -> list[str]:
        """What those rows begin with, once for each row."""
        return [in_code(row[0])[0] for row in self.rows]


def in_code(cell: str) -> list[str]:
    """What stands in backticks in a cell."""
    return _INLINE.findall(cell)


def document(name: str) -> Document:
    """The document at that path from the root."""
    return Document(ROOT / name)


def documents() -> Iterator[Document]:
    """Every document of ours."""
    found = list(ROOT.glob("*.md"))
    for folder in FOLDERS:
        found += (ROOT / folder).rglob("*.md")
    for path in sorted(found):
        if not VENDORED & set(path.relative_to(ROOT).parts):
            yield Document(path)


def _anchor(heading: str) -> str:
    kept = [
        sign
        for sign in heading.replace("`", "").lower()
        if sign in "-_ " or unicodedata.category(sign)[0] in "LNM"
    ]
    return "".join(kept).replace(" ", "-")
