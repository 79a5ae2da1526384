"""Long lists of powers in pages, by keyset: no page costs more than the first."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet

PER_PAGE: Final = 50
AFTER: Final = "after"
BEFORE: Final = "before"
UNDER: Final = "under"
# No code is longer.
LONGEST_KEY: Final = 64

# Powers about no stated matter come last.
LAST: Final = Case(
    When(matter="", then=Value(1)), default=Value(0), output_field=IntegerField()
)


@dataclass(frozen=True)
class PowerPage:
    """One page of powers, and the addresses of the pages beside it."""

    versions: list[PowerVersion]
    previous_href: str
    next_href: str

    @property
    def is_whole(self) -> bool:
        """Whether there is no other page."""
        return not (self.previous_href or self.next_href)


def page_of(versions: PowerVersionQuerySet, request: HttpRequest) -> PowerPage:
    """Powers by code: the page of `?after=CODE` or `?before=CODE`; one query.

    Everything else that the address says survives in the pages beside it.
    """
    after, before = _key(request, AFTER), _key(request, BEFORE)
    rows = versions.select_related("power").order_by("power__code")
    if before:
        rows = rows.filter(power__code__lt=before).reverse()
    elif after:
        rows = rows.filter(power__code__gt=after)
    found = list(rows[: PER_PAGE + 1])
    if before:
        found.reverse()
    return _cut(found, request, before=before, after=after)


def page_of_list(versions: PowerVersionQuerySet, request: HttpRequest) -> PowerPage:
    """The same for rows of the whole list or much of it; see `by_code`; one query."""
    after, before = _key(request, AFTER), _key(request, BEFORE)
    rows = versions.by_code(PER_PAGE + 1, after=after, before=before)
    return _cut(list(rows), request, before=before, after=after)


def page_by_matter(versions: PowerVersionQuerySet, request: HttpRequest) -> PowerPage:
    """Powers by matter, then by code: also `?under=MATTER`; one query."""
    after, before, under = (_key(request, one) for one in (AFTER, BEFORE, UNDER))
    rows = versions.select_related("power").order_by(LAST, "matter", "power__code")
    if before:
        rows = rows.filter(_comes_before(under, before)).reverse()
    elif after or under:
        rows = rows.filter(_comes_after(under, after))
    found = list(rows[: PER_PAGE + 1])
    if before:
        found.reverse()
    return _cut(found, request, before=before, after=after or under, has_matter=True)


def _key(request: HttpRequest, name: str) -> str:
    key = request.GET.get(name, "")
    # PostgreSQL stores no null character, so no code has one.
    if "\0" in key or len(key) > LONGEST_KEY:
        raise Http404
    return key


def _comes_after(matter: str, code: str) -> Q:
    same = Q(matter=matter, power__code__gt=code)
    return same | Q(matter="") | Q(matter__gt=matter) if matter else same


def _comes_before(matter: str, code: str) -> Q:
    same = Q(matter=matter, power__code__lt=code)
    if not matter:
        return same | ~Q(matter="")
    return same | (Q(matter__lt=matter) & ~Q(matter=""))


def _cut(
    found: list[PowerVersion],
    request: HttpRequest,
    *,
    before: str,
    after: str,
    has_matter: bool = False,
) -> PowerPage:
    """The page of rows in their order; one too many says that there are more."""
    more = len(found) > PER_PAGE
    shown = found[-PER_PAGE:] if before else found[:PER_PAGE]
    if not shown:
        return PowerPage([], "", "")
    first, last = (
        {UNDER: one.matter, "code": one.power.code}
        if has_matter
        else {"code": one.power.code}
        for one in (shown[0], shown[-1])
    )
    is_more_before = more if before else bool(after)
    is_more_after = more or bool(before)
    return PowerPage(
        shown,
        _href(request, BEFORE, first) if is_more_before else "",
        _href(request, AFTER, last) if is_more_after else "",
    )


def _href(request: HttpRequest, direction: str, key: dict[str, str]) -> str:
    kept = request.GET.copy()
    for name in (AFTER, BEFORE, UNDER):
        kept.pop(name, None)
    kept[direction] = key["code"]
    if UNDER in key:
        kept[UNDER] = key[UNDER]
    return f"?{kept.urlencode()}#powers"
