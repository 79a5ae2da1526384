"""Renders a scrap of template the way a page would, and refuses missing variables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from django.conf import settings
from django.template import engines
from django.test import override_settings
from django.utils import translation


class Trap(str):
    """Stands in for every variable a template asked for and did not get."""

    __slots__ = ()

    def __contains__(self, _part: object) -> bool:
        return True  # Django then fills the variable's name in

    def __mod__(self, name: object) -> NoReturn:
        raise AssertionError(f"a template asked for {name}, which nobody gave")


@contextmanager
def refusing_missing_variables() -> Iterator[None]:
    """Templates rendered inside fail on a variable that is not there."""
    options = {
        "string_if_invalid": Trap("trap"),
        "builtins": ["mingbai.ui.templatetags.ui"],
        "context_processors": [],
    }
    templates = [{**engine, "OPTIONS": options} for engine in settings.TEMPLATES]
    with override_settings(TEMPLATES=templates), translation.override("en"):
        yield


def draw(source: str, **context: object) -> str:
    """The HTML of `source` with the components loaded, in the source language."""
    with refusing_missing_variables():
        template = engines["django"].from_string(source)
        return str(template.render(context))
