"""`notices_of` and `unseen`: the notices to one official, the newest first."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from mingbai.letters.barred import not_barred
from mingbai.letters.models import Notice
from mingbai.places.actors import Officer

PAGE_SIZE = 30
# Beyond this nobody counts; the desk shows 99+.
MOST_COUNTED: Final = 100


@dataclass(frozen=True)
class NoticePage:
    """Some notices, and the one after which older ones go on, if any do."""

    rows: list[Notice]
    older: UUID | None


def notices_of(officer: Officer, *, after: UUID | None = None) -> NoticePage:
    """Thirty notices, the newest first, or those after the one given.

    None about a letter from which the official must stay away by now.
    """
    rows = Notice.objects.filter(
        *not_barred(officer), user=officer.user
    ).select_related("letter", "body")
    mark = Notice.objects.filter(pk=after, user=officer.user).first() if after else None
    if mark is not None:
        rows = rows.filter(
            Q(at__lte=mark.at), Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk)
        )
    found = list(rows.order_by("-at", "-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return NoticePage(shown, shown[-1].pk if len(found) > PAGE_SIZE else None)


def unseen(officer: Officer) -> int:
    """How many notices the official has not seen, up to MOST_COUNTED; one query.

    None about a letter from which the official must stay away by now.
    """
    rows = Notice.objects.filter(
        *not_barred(officer), user=officer.user, seen_at__isnull=True
    )
    return len(rows.order_by().values_list("pk")[:MOST_COUNTED])
