"""`check_strangers`: in an answer for several, no writer reads who another one is."""

from collections.abc import Iterable

from django.db.models import Q

from mingbai.letters.models import Letter
from mingbai.letters.register import email_context, telephone_context
from mingbai.lib.numbering import Ref
from mingbai.lib.particulars import Particulars, particulars_in
from mingbai.places.keys import key_ring


class TellsOfAnother(Exception):
    """A writer would read who another one is; `found` stands in the answer."""

    def __init__(self, found: str) -> None:
        super().__init__("an answer for several tells who one of them is")
        self.found = found


def check_strangers(
    texts: Iterable[str], *, principal: Letter, readers: Iterable[Letter]
) -> None:
    """Raise TellsOfAnother if these texts tell a reader of another letter of the set.

    The set is the letter and all that were ever merged into it, and every reader. A
    name, number, telephone or address that the reader gave too tells nothing. One
    query; nothing is unsealed for a letter that stands alone.
    """
    written = "\n".join(texts)
    several = {one.pk: one for one in _set_of(principal)}
    several |= {one.pk: one for one in readers}
    if len(several) == 1:
        return
    known = {key: particulars_of(one) for key, one in several.items()}
    for reader in readers:
        for key, other in known.items():
            if key != reader.pk:
                _check(written, of=other, reader=known[reader.pk])


def particulars_of(letter: Letter) -> Particulars:
    """What this letter's writer told us of who it is; empty once erased."""
    text, ring = letter.text, key_ring()
    return Particulars(
        name=text.writer or "",
        telephone=ring.decrypt(
            bytes(text.telephone), context=telephone_context(letter)
        ).decode()
        if text.telephone
        else "",
        email=ring.decrypt(bytes(text.email), context=email_context(letter)).decode()
        if text.email
        else "",
        ref=Ref(letter.year, letter.number),
    )


def _check(written: str, *, of: Particulars, reader: Particulars) -> None:
    for found in particulars_in(written, of):
        if not particulars_in(found, reader):
            raise TellsOfAnother(found)


def _set_of(principal: Letter) -> Iterable[Letter]:
    found = Letter.objects.filter(
        Q(pk=principal.pk) | Q(handling__principal=principal)
    ).select_related("text")
    found = found.defer("text__verbatim")
    return list(found)
