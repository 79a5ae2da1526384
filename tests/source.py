"""Reading our own source without running it: what it defines, records and names."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from tests.documents import ROOT

PACKAGE: Final = ROOT / "mingbai"
RULE_APPS: Final = (
    *("places", "accounts", "powers", "channels", "letters", "ledger", "intake"),
)
# Nouns, and what Django wants to find by name.
NO_VERBS: Final = frozenset({"models", "migrations", "management", "__init__"})
ACTS: Final = frozenset({"by", "at"})
CHECK_ID: Final = re.compile(r"mingbai\.[CDEIW]\d{3}")
FACT: Final = re.compile(r"[a-z][a-z0-9_]*")


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed source of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def sources(*folders: str) -> Iterator[Path]:
    """The Python files of these folders, without migrations."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def settings() -> set[str]:
    """Every variable of the environment that the settings read."""
    return {
        call.args[0].value
        for call in _calls(tree_of(PACKAGE / "settings.py"))
        if isinstance(call.func, ast.Name)
        and call.func.id in {"text", "number", "flag"}
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def check_ids() -> set[str]:
    """Every id under which a check of ours complains."""
    return {
        node.value
        for path in sources("mingbai")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHECK_ID.fullmatch(node.value)
    }


def functions() -> dict[str, bool]:
    """Every public function of the rule apps, and whether it has to be documented.

    `letters.register` names `register()` in letters/register.py. A function has to be
    documented if its module bears its name or it is told who acts, or when.
    """
    found: dict[str, bool] = {}
    for path in sources(*(f"mingbai/{app}" for app in RULE_APPS)):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if NO_VERBS & set(parts):
            continue
        for node in tree_of(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                is_own = node.name == path.stem
                name = ".".join(parts if is_own else (*parts, node.name))
                told = {argument.arg for argument in node.args.kwonlyargs}
                found[name] = is_own or bool(ACTS & told)
    return found


def events() -> dict[str, set[str]]:
    """Every event that `record` or a letter's `Change` names, with the facts stated."""
    found = letter_events()
    for path in sources("mingbai", "mingbai_demo"):
        tree = tree_of(path)
        for call in _calls(tree):
            if isinstance(call.func, ast.Name) and call.func.id == "record":
                given = {word.arg: word.value for word in call.keywords}
                if isinstance(given["name"], ast.JoinedStr):
                    # The one of `letters.change`, which any `Change` may name.
                    assert path.name == "change.py"
                    continue
                facts = found.setdefault(_text(given["name"], tree), set())
                facts |= _facts(given["facts"], tree)
    return found


def letter_events() -> dict[str, set[str]]:
    """Every event of a letter that a `Change` names, with the facts it states.

    What `letters.route.move` makes bears the kind that its callers hand to it.
    """
    found: dict[str, set[str]] = {}
    moving: set[str] = set()
    for path in sources("mingbai/letters"):
        for call in _calls_of("Change", tree_of(path)):
            kinds = _kinds(call, tree_of(path))
            moving |= set() if kinds else _change_facts(call, tree_of(path))
            for kind in kinds:
                facts = found.setdefault(f"letter.{kind.lower()}", set())
                facts |= _change_facts(call, tree_of(path))
    for path in sources("mingbai/letters"):
        for call in _calls_of("move", tree_of(path)):
            for kind in _kinds(call, tree_of(path)):
                facts = found.setdefault(f"letter.{kind.lower()}", set())
                facts |= moving | _change_facts(call, tree_of(path))
    return found


def _change_facts(call: ast.Call, tree: ast.Module) -> set[str]:
    given = {word.arg: word.value for word in call.keywords}
    facts = {"letter", "by"}
    if "facts" in given:
        facts |= _facts(given["facts"], tree)
    return facts | {"sha256"} if "note" in given else facts


def _kinds(call: ast.Call, tree: ast.Module) -> set[str]:
    """The kinds of event in the arguments, written there or named before."""
    arguments = [*call.args, *(word.value for word in call.keywords)]
    named = {one.id for one in arguments if isinstance(one, ast.Name)}
    assigned = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign)
        and any(_is(name, *one.targets) for name in named)
    ]
    return set().union(*map(_kinds_in, [*arguments, *assigned]))


def _kinds_in(tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "EventKind"
    }


def _calls_of(name: str, tree: ast.AST) -> list[ast.Call]:
    return [
        call
        for call in _calls(tree)
        if isinstance(call.func, ast.Name) and call.func.id == name
    ]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _text(node: ast.expr, tree: ast.Module) -> str:
    """A literal, or a name that the module gives to one."""
    if isinstance(node, ast.Name):
        node = _assigned(node.id, tree)
    assert isinstance(node, ast.Constant), "an event is named by a literal"
    assert isinstance(node.value, str)
    return node.value


def _assigned(name: str, tree: ast.Module) -> ast.expr:
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and _is(name, node.target) and node.value:
            return node.value
        if isinstance(node, ast.Assign) and _is(name, *node.targets):
            return node.value
    raise AssertionError(f"{name} is not assigned in this module")


def _is(name: str, *targets: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in targets)


def _facts(node: ast.expr, tree: ast.Module) -> set[str]:
    """The keys of a dict, written here or returned by a function of this module."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        named = node.func.id
        node = next(
            inner.value
            for outer in tree.body
            if isinstance(outer, ast.FunctionDef) and outer.name == named
            for inner in ast.walk(outer)
            if isinstance(inner, ast.Return) and isinstance(inner.value, ast.Dict)
        )
    assert isinstance(node, ast.Dict), "facts are written out where they are recorded"
    return {
        key.value
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
