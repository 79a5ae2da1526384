"""`promise_warnings`: what a promise, which may become public, had better not say."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import Letter
from mingbai.letters.strangers import particulars_for
from mingbai.lib.particulars import has_id_number, has_telephone, particulars_in
from mingbai.places.actors import Officer


class PromiseWarning(StrEnum):
    """One thing that tells the public about a person."""

    TELLS_WRITER = "tells_writer"
    NUMBER = "number"


WORDS: Final[Mapping[PromiseWarning, Words]] = MappingProxyType(
    {
        PromiseWarning.TELLS_WRITER: _(
            "What is promised may become public, and it tells who the writer is: leave"
            " out name, registration number, telephone and e-mail address."
        ),
        PromiseWarning.NUMBER: _(
            "What is promised may become public, and it holds a telephone or identity"
            " number."
        ),
    }
)


def promise_warnings(
    letter: Letter, promised: Iterable[str], *, by: Officer
) -> list[PromiseWarning]:
    """What these words tell of the writer or of anybody; no query where there are none.

    Of a writer kept from this official only what the letter itself says counts.
    """
    words = "\n".join(promised)
    if not words.strip():
        return []
    found = {
        PromiseWarning.TELLS_WRITER: bool(
            particulars_in(words, particulars_for(letter, by))
        ),
        PromiseWarning.NUMBER: has_telephone(words) or has_id_number(words),
    }
    return [warning for warning, is_so in found.items() if is_so]
