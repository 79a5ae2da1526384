"""Checking what opens the leaves: contents, and the sums of the manifests."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from mingbai.ledger.enter import NUMBERED
from mingbai.ledger.findings import Fault, Report
from mingbai.ledger.models import Leaf, Opening
from mingbai.lib.commitment import commit_document


def verify_openings(*, log: UUID, report: Report) -> None:
    """Each leaf but the numbered ones has an opening, and it opens the leaf."""
    unopened = Leaf.objects.filter(log=log, opening__isnull=True)
    if missing := unopened.exclude(kind__in=NUMBERED).count():
        report.find(Fault.OPENING_MISSING, missing)
    for opening in _in_order(log):
        report.openings += 1
        if _is_erased(opening):
            report.erased += 1
        elif not _opens(opening):
            position = opening.leaf.position
            # A waiting leaf has no position; the log does not know it yet.
            report.find(Fault.OPENING_CHANGED, -1 if position is None else position)


def verify_manifests(*, log: UUID, report: Report) -> None:
    """Each manifest gives the sums and the newest versions of its stated size.

    A version erased since can't be compared; one leaf is then taken at its word.
    """
    public = _Public(log)
    numbered = 0
    counted_to = 0
    for opening in _in_order(log, Leaf.Kind.MANIFEST):
        stated = opening.stated
        position = opening.leaf.position
        if stated is None or position is None or not _opens(opening):
            continue
        report.manifests += 1
        size: int = stated["size"]
        numbered += _numbered_between(log, counted_to, size)
        counted_to = size
        is_sum_right = sum(stated["highest"].values()) == numbered
        if not is_sum_right or not public.agrees(size, stated["objects"]):
            report.find(Fault.MANIFEST_WRONG, position)


class _Public:
    """The newest versions of public objects, followed from size to greater size."""

    def __init__(self, log: UUID) -> None:
        self._openings = _in_order(log, Leaf.Kind.PUBLIC)
        self._next = next(self._openings, None)
        self._newest: dict[str, tuple[int, int]] = {}
        self._erased: set[int] = set()

    def agrees(self, size: int, objects: Mapping[str, int]) -> bool:
        """Whether these are the positions of the newest versions at `size`."""
        self._follow(size)
        newest = {name: position for name, (_, position) in self._newest.items()}
        differing = {
            position
            for name, position in objects.items()
            if newest.get(name) != position
        }
        return newest.keys() <= objects.keys() and differing <= self._erased

    def _follow(self, size: int) -> None:
        while self._next is not None:
            position = self._next.leaf.position
            if position is None or position >= size:
                return
            self._take(self._next, position)
            self._next = next(self._openings, None)

    def _take(self, opening: Opening, position: int) -> None:
        stated = opening.stated if _opens(opening) else None
        if stated is None:
            self._erased.add(position)
            return
        found = (stated["version"], position)
        known = self._newest.get(stated["object"], found)
        self._newest[stated["object"]] = max(known, found)


def _in_order(log: UUID, kind: Leaf.Kind | None = None) -> Iterator[Opening]:
    found = Opening.objects.filter(log=log).select_related("leaf")
    if kind is not None:
        found = found.filter(leaf__kind=kind, leaf__position__isnull=False)
    return found.order_by("leaf__position").iterator(1000)


def _numbered_between(log: UUID, start: int, end: int) -> int:
    numbered = Leaf.objects.numbered(log)
    return numbered.filter(position__gte=start, position__lt=end).count()


def _is_erased(opening: Opening) -> bool:
    return opening.salt is None or opening.content is None


def _opens(opening: Opening) -> bool:
    """Whether salt and content stand there and lead to the leaf's commitment."""
    if opening.salt is None or opening.content is None:
        return False
    try:
        opened = commit_document(bytes(opening.salt), bytes(opening.content))
    except ValueError:
        return False  # no salt of ours has that length
    return opened == bytes(opening.leaf.commitment)
