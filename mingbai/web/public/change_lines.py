"""Changes in the list of powers as a reader sees them, kind by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.said import differences
from mingbai.ui.words import zh_date
from mingbai.web.asked_day import ON
from mingbai.web.public.power import compare_href
from mingbai.web.public.power_compare import ComparedLine, compared
from mingbai.web.public.power_pages import page_of
from mingbai.web.public.power_words import power_href

KIND: Final = "kind"
# Of each kind, on the page that shows all three.
FEW: Final = 20


@dataclass(frozen=True)
class Changes:
    """What began, changed and ended, and where the page of all three stands."""

    new: PowerVersionQuerySet
    changed: PowerVersionQuerySet
    repealed: PowerVersionQuerySet
    # What the changed ones said before, by their keys.
    before: Callable[[list[PowerVersion]], dict[UUID, PowerVersion]]
    path: str
    query: dict[str, str]
    # The day on which a page shows a repealed power; None: the first without it.
    seen_on: str | None = None

    @property
    def href(self) -> str:
        """The page of all kinds."""
        return self._href(self.query)

    def href_of(self, kind: str) -> str:
        """The page of one kind."""
        return self._href({**self.query, KIND: kind})

    def _href(self, query: dict[str, str]) -> str:
        return f"{self.path}?{urlencode(query)}" if query else self.path


@dataclass(frozen=True)
class ChangeLine:
    """A version that began, changed something, or ended."""

    version: PowerVersion
    href: str
    # From which day on; empty where that is another story.
    when: str
    compare_href: str
    differences: list[ComparedLine]

    @property
    def words(self) -> str:
        """The fields that were changed."""
        return "、".join(one.word for one in self.differences)


@dataclass(frozen=True)
class Section:
    """The changes of one kind: some of them, or one page."""

    kind: str
    title: str
    total: int
    lines: list[ChangeLine]
    more_href: str = ""
    previous_href: str = ""
    next_href: str = ""


def sections(changes: Changes, request: HttpRequest) -> dict[str, Any]:
    """The context of `public/change_sections.html`; `?kind=` shows one kind in pages.

    Seven queries, of which each kind has two. Raises Http404 for a kind that is none.
    """
    kinds = {
        "new": (gettext("New powers"), changes.new.as_rows_with_holder()),
        "changed": (gettext("Changed powers"), changes.changed),
        "repealed": (
            gettext("Repealed powers"),
            changes.repealed.as_rows_with_holder(),
        ),
    }
    kind = request.GET.get(KIND, "")
    if kind and kind not in kinds:
        raise Http404
    found = [
        _page(changes, one, *kinds[one], request)
        if kind
        else _beginning(changes, one, *kinds[one])
        for one in ([kind] if kind else kinds)
    ]
    return {
        "sections": found,
        "is_alone": bool(kind),
        "total": sum(one.total for one in found),
        "all_href": changes.href,
    }


def _page(
    changes: Changes,
    kind: str,
    title: str,
    versions: PowerVersionQuerySet,
    request: HttpRequest,
) -> Section:
    page = page_of(versions, request)
    return Section(
        kind,
        title,
        versions.count(),
        _lines(changes, kind, page.versions),
        previous_href=page.previous_href,
        next_href=page.next_href,
    )


def _beginning(
    changes: Changes, kind: str, title: str, versions: PowerVersionQuerySet
) -> Section:
    total = versions.count()
    few = list(versions.order_by("power__code")[:FEW])
    more = changes.href_of(kind) if total > FEW else ""
    return Section(kind, title, total, _lines(changes, kind, few), more)


def _lines(
    changes: Changes, kind: str, versions: list[PowerVersion]
) -> list[ChangeLine]:
    if kind == "repealed":
        return [_ended(one, changes.seen_on) for one in versions]
    before = changes.before(versions) if kind == "changed" else {}
    return [_begun(one, before.get(one.pk)) for one in versions]


def _ended(version: PowerVersion, seen_on: str | None) -> ChangeLine:
    assert version.until is not None, "what is repealed has a last day"
    day = version.until + timedelta(days=1)
    when = gettext("repealed from %(day)s on") % {"day": zh_date(day)}
    return ChangeLine(
        version,
        f"{power_href(version.power.code)}?{ON}={seen_on or day.isoformat()}",
        "" if seen_on else when,
        compare_href="",
        differences=[],
    )


def _begun(version: PowerVersion, old: PowerVersion | None) -> ChangeLine:
    code = version.power.code
    numbers = f"?from={old.number}&to={version.number}" if old else ""
    found = differences(old.statement, version.statement) if old else []
    return ChangeLine(
        version,
        f"{power_href(code)}?{ON}={version.since.isoformat()}",
        gettext("from %(day)s on") % {"day": zh_date(version.since)},
        compare_href=f"{compare_href(code)}{numbers}" if old else "",
        differences=compared(found, is_marked=False),
    )
