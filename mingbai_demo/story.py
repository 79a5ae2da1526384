"""The letters of these days and what is done with them, read from `doings.toml`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

STORY: Final = Path(__file__).resolve().parent / "qinghe" / "doings.toml"


@dataclass(frozen=True)
class Deed:
    """One verb of `mingbai.letters`: whose, which, and what it is given."""

    # A login, or "writer".
    by: str
    does: str
    given: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter as somebody in the district writes it; bodies and posts by name."""

    key: str
    kind: str
    title: str
    text: str
    publish: bool
    to: str = ""
    # The post whose holder it complains of, by slug.
    about: str = ""
    power: str = ""
    writer: str = ""
    email: str = ""
    answer_by: str = "site"
    hides_writer: bool = False
    # Its receipt is printed, for whoever wants to look it up.
    shown: bool = False


@dataclass(frozen=True)
class Story:
    """All of it, in the order in which it is lived."""

    # Bodies whose answers go to the head first.
    wants_approval: tuple[str, ...]
    letters: tuple[tuple[Written, tuple[Deed, ...]], ...]
    # What is done with imported letters, by their id in the file.
    imported: tuple[tuple[str, tuple[Deed, ...]], ...]


def read_story(path: Path = STORY) -> Story:
    """The story; raises KeyError or TypeError when the file says something else."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {one.name for one in fields(Written)}
    return Story(
        wants_approval=tuple(told["wants_approval"]),
        letters=tuple(
            (
                Written(**{name: row[name] for name in names & row.keys()}),
                tuple(_deeds(row)),
            )
            for row in told["letter"]
        ),
        imported=tuple((row["id"], tuple(_deeds(row))) for row in told["imported"]),
    )


def _deeds(row: Mapping[str, Any]) -> Iterator[Deed]:
    for act in row.get("act", ()):
        given = {name: v for name, v in act.items() if name not in {"by", "does"}}
        yield Deed(act["by"], act["does"], given)
