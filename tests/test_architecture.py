"""What the linters cannot see: model relations, templates, sizes, names, absences."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from mingbai.lib.guard import Guard
from tests.documents import ROOT
from tests.source import sources, tree_of

OURS: Final = ("mingbai", "mingbai_demo", "tests", "tools", "prove", "bench")
MODELS: Final = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.startswith("mingbai.")
]
SCOPED: Final = [model for model in MODELS if getattr(model, "guard").scope]  # noqa: B009
HOMELESS: Final = frozenset({"utils", "common", "core", "base", "helpers", "misc"})
# Django looks for a backend's wrapper under this name.
BY_DJANGOS_NAME: Final = {"mingbai/places/sqlite/base.py"}
RELATIONS: Final = ("ForeignKey", "OneToOneField", "ManyToManyField")
OVERRIDES: Final = frozenset({"save", "delete", "save_base", "refresh_from_db"})
EXTENDS: Final = re.compile(r"{%-?\s*(?:extends|include)\s+[\"']([^\"']+)[\"']")
DOORS: Final = ("public", "desk", "api")


def guard_of(model: type[models.Model]) -> Guard:
    guard: Guard = model.guard  # type: ignore[attr-defined]  # each of ours has one
    return guard


@cache
def storeys() -> dict[str, int]:
    """Each package of the house and its storey, counted from the ground."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


def package_of(module: str) -> str:
    return module.split(".")[1]


def may_know(upper: str, lower: str) -> bool:
    """Whether one package stands above the other, or is the same."""
    return upper == lower or storeys()[upper] > storeys()[lower]


@pytest.mark.parametrize("model", MODELS)
def test_a_model_declares_how_it_is_guarded(model: type[models.Model]) -> None:
    assert isinstance(guard_of(model), Guard)


@pytest.mark.parametrize("model", SCOPED)
def test_unique_constraints_and_indexes_begin_with_the_place(
    model: type[models.Model],
) -> None:
    scope = model._meta.get_field(guard_of(model).scope).name
    named = [
        (constraint.name, constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    named += [(index.name, tuple(index.fields)) for index in model._meta.indexes]
    for name, fields in named:
        assert fields[:1] == (scope,), name
    assert not model._meta.unique_together


@pytest.mark.parametrize("model", SCOPED)
def test_no_column_has_an_index_without_the_place(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        is_key = field.primary_key or isinstance(field, models.OneToOneField)
        # Of a session's day of expiry Django's own base makes an index.
        if is_key or (model.__name__, field.name) == ("Session", "expire_date"):
            continue
        assert not getattr(field, "db_index", False), field
        assert not field.unique, field


@pytest.mark.parametrize("model", MODELS)
def test_relations_go_down_and_are_never_automatic_tables(
    model: type[models.Model],
) -> None:
    assert not model._meta.auto_created
    assert not model._meta.local_many_to_many
    for field in model._meta.local_fields:
        if field.is_relation:
            target = package_of(field.related_model.__module__)
            assert may_know(package_of(model.__module__), target), field


@pytest.mark.parametrize("model", SCOPED)
def test_a_scoped_model_is_read_through_its_place(model: type[models.Model]) -> None:
    if guard_of(model).scope == "place_id":
        sql = str(model._default_manager.all().query.where)
        assert "CurrentPlace" in sql
        assert model._meta.base_manager_name == "objects"


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in sources("mingbai"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                yield path, node


def test_a_relation_names_the_class_and_not_a_string() -> None:
    for path in sources("mingbai"):
        for call in ast.walk(tree_of(path)):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in RELATIONS
                and isinstance(call.args[0], ast.Constant)
            ):
                assert call.args[0].value == "self", f"{path}:{call.lineno}"


def test_no_model_overrides_how_it_is_saved() -> None:
    for path, node in classes():
        if path.stem == "models" or path.parent.name == "models":
            defined = {
                each.name for each in node.body if isinstance(each, ast.FunctionDef)
            }
            assert not defined & OVERRIDES, f"{path}: {node.name}"


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_no_signal_is_sent_or_heard() -> None:
    for path in sources("mingbai", "mingbai_demo"):
        for module in imported_modules(path):
            assert "signals" not in module.split("."), path
            assert not module.startswith("django.dispatch"), path


def test_files_have_at_most_400_lines() -> None:
    for path in sources(*OURS):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path


def test_the_settings_have_at_most_300_lines() -> None:
    text = (ROOT / "mingbai" / "settings.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300


def test_functions_have_at_most_50_lines() -> None:
    for path in sources(*OURS):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= 50, f"{path}: {node.name} has {lines} lines"


def test_every_module_has_a_noun() -> None:
    for path in sources("mingbai", "mingbai_demo"):
        if str(path.relative_to(ROOT)) not in BY_DJANGOS_NAME:
            assert path.stem not in HOMELESS, path
            assert path.parent.name not in HOMELESS, path


def test_every_package_says_what_it_is() -> None:
    for path in sources("mingbai", "mingbai_demo"):
        if path.name == "__init__.py":
            assert ast.get_docstring(tree_of(path)), path


def templates() -> dict[str, tuple[str, ...]]:
    """Each template by the name Django knows, and whose it is: package, door."""
    found = {}
    for path in (ROOT / "mingbai").rglob("templates/**/*.html"):
        parts = path.relative_to(ROOT / "mingbai").parts
        inside = parts.index("templates")
        found["/".join(parts[inside + 1 :])] = parts[:inside]
    return found


def test_templates_take_only_from_their_own_storey_or_below() -> None:
    owners = templates()
    for name, owner in owners.items():
        path = ROOT.joinpath("mingbai", *owner, "templates", name)
        for taken in EXTENDS.findall(path.read_text(encoding="utf-8")):
            if taken.startswith("django/"):
                continue
            behind = owners[taken]
            assert may_know(owner[0], behind[0]), f"{name} takes {taken}"
            # Doors do not know each other.
            assert owner[0] != behind[0] or behind == owner[: len(behind)], name


def named_addresses(resolver: URLResolver, door: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from named_addresses(each, each.namespace or door)
        elif isinstance(each, URLPattern):
            assert each.name, each
            yield door, each.name


def test_addresses_are_named_by_door_noun_and_act() -> None:
    names = list(named_addresses(get_resolver()))
    assert len(names) > 20
    for door, name in names:
        # allauth looks for its pages under names of its own.
        if name.startswith(("account_", "mfa_")):
            continue
        assert door in DOORS, name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), name
