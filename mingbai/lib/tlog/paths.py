"""Reading the paths of a stored log: which files belong to it at which size."""

import re
from typing import Final

from mingbai.lib.tlog.tiles import BITS, WIDTH

_PATH: Final = re.compile(
    r"tile/(?:entries|(?P<level>[0-9]|[1-5][0-9]|6[0-3]))"
    r"/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


def size_needed(path: str) -> int | None:
    """The size from which on a log has this file; None for what is no tile or bundle.

    Right: 263 for `tile/0/001.p/7`, 65536 for `tile/1/000`.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level = int(found["level"] or 0)
    index = int(found["index"].replace("/", "").replace("x", ""))
    width = int(found["width"] or WIDTH)
    return (index * WIDTH + width) << (BITS * level)
