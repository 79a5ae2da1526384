"""`check_strangers`: in an answer for several, no writer reads who another one is."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db.models import Q

from mingbai.letters.models import Letter
from mingbai.letters.register import email_context, telephone_context
from mingbai.letters.standing import knows_writer
from mingbai.lib.numbering import Ref
from mingbai.lib.particulars import Particulars, particulars_in
from mingbai.places.actors import Actor, Officer
from mingbai.places.keys import key_ring


class TellsOfAnother(Exception):
    """A writer would read who another one is; `found` stands in the answer."""

    def __init__(self, found: str) -> None:
        super().__init__("an answer for several tells who one of them is")
        self.found = found


def check_strangers(
    texts: Iterable[str],
    *,
    principal: Letter,
    readers: Collection[Letter],
    by: Actor,
) -> None:
    """Raise TellsOfAnother if these texts tell a reader of another letter of the set.

    The set is the letter and all that were ever merged into it, and every reader. A
    name, number, telephone or address that the reader gave too tells nothing. Of a
    writer kept from this official only what the letter itself says is looked for: a
    refusal must not confirm a guess. One query, unless a writer is kept from somebody;
    nothing is unsealed for a letter that stands alone.
    """
    written = "\n".join(texts)
    several = {one.pk: one for one in readers}
    several |= {one.pk: one for one in _set_of(principal)}
    if len(several) == 1:
        return
    known = {key: particulars_for(one, by) for key, one in several.items()}
    for reader in readers:
        for key, other in known.items():
            if key != reader.pk:
                _check(written, of=other, reader=known[reader.pk])


def particulars_for(letter: Letter, by: Actor) -> Particulars:
    """What this actor may know of who the writer is, or read in the letter itself."""
    person = particulars_of(letter)
    if not isinstance(by, Officer) or knows_writer(letter, by):
        return person
    words = [letter.text.title or "", letter.text.body]
    words += [one.body for one in letter.additions.all()]
    found = particulars_in("\n".join(words), replace(person, ref=None))
    own = "\n".join(found)
    return replace(
        person,
        name=person.name if particulars_in(own, Particulars(person.name)) else "",
        telephone=person.telephone
        if particulars_in(own, Particulars(telephone=person.telephone))
        else "",
        email=person.email if person.email.casefold() in found else "",
    )


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
    ).select_related("text", "handling")
    found = found.defer("text__verbatim")
    return list(found)
