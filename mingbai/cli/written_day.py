"""Days and years as they are written on the command line."""

import argparse
import re
from datetime import date

from django.utils.translation import gettext as _


def written_day(text: str) -> date:
    """A day such as 2026-10-01; argparse shows the refusal."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        what = _("%(text)s is no day; write it as 2026-10-01")
        raise argparse.ArgumentTypeError(what % {"text": text})
    return day


def written_years(text: str) -> frozenset[int]:
    """Years such as 2027, 2026-2027 or 2025,2027; argparse shows the refusal."""
    years: set[int] = set()
    for part in text.split(","):
        span = re.fullmatch(r"\s*(\d{4})(?:-(\d{4}))?\s*", part, re.ASCII)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
        if last < first:
            what = _("%(text)s are no years; write 2027, 2026-2027 or 2025,2027")
            raise argparse.ArgumentTypeError(what % {"text": text})
        years.update(range(first, last + 1))
    return frozenset(years)
