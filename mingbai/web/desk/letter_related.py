"""Letters that belong beside an open one: of the same writer, merged, answered alike.

An official is shown no letter here that could not be opened.
"""

from typing import Final

from django.db.models import Q

from mingbai.letters.models import Letter, State
from mingbai.letters.models.letter import LetterQuerySet
from mingbai.letters.standing import brought_before, facts_of, knows_writer
from mingbai.places.policy import Act, may
from mingbai.web.desk.letter_open import OpenLetter

SHOWN: Final = 5
# Some of the newest may be none that this official may read.
LOOKED_AT: Final = 20


def earlier_letters(desk: OpenLetter) -> list[Letter]:
    """The newest letters from the same telephone.

    None where the writer is kept from this official, there or here: the other letter
    would tell who it is.
    """
    telephone = desk.letter.text.telephone_hmac
    if telephone is None or not desk.knows_writer:
        return []
    # Nothing compares with a memoryview.
    same = _rows().filter(text__telephone_hmac=bytes(telephone))
    return [
        one
        for one in _readable(desk, same.order_by("-year", "-number"))
        if knows_writer(one, desk.officer)
    ][:SHOWN]


def answered_alike(desk: OpenLetter) -> list[Letter]:
    """The newest answered letters about the same power."""
    if desk.letter.power_id is None:
        return []
    same = _rows().filter(power_id=desk.letter.power_id, handling__state=State.ANSWERED)
    if not desk.officer.has("registrar", "supervisor"):
        mine = desk.officer.bodies_as("officer", "head", "clerk")
        posts = desk.officer.posts
        same = same.filter(Q(handling__body__in=mine) | Q(addressee_post__in=posts))
    return _readable(desk, same.order_by("-year", "-number"))[:SHOWN]


def _rows() -> LetterQuerySet:
    found: LetterQuerySet = Letter.objects.select_related(
        "text", "handling__body"
    ).defer("text__verbatim")
    return found.prefetch_related("recusals", "assists")


def _readable(desk: OpenLetter, letters: LetterQuerySet) -> list[Letter]:
    found = list(letters.exclude(pk=desk.letter.pk)[:LOOKED_AT])
    before = brought_before(found, desk.officer)
    facts = [facts_of(one, desk.officer, before=before) for one in found]
    return [
        one
        for one, known in zip(found, facts, strict=True)
        if may(desk.officer, Act.LETTER_READ, known)
    ]
