"""What happened to a letter, in plain words: one entry for each kind of event.

An entry is a title and a line that names people and days. Each may have several
phrasings; the first whose facts are all known is used, so that nothing is told with
a hole in it. The writer is called "you" on the public page and "the writer" inside.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import EventKind

Phrase = str | Promise
_NAMED: Final = re.compile(r"%\((\w+)\)s")

_OFFICER: Final[tuple[Phrase, ...]] = (
    _("Responsible officer: %(to_officer)s, to answer by %(day)s"),
    _("Responsible officer: %(to_officer)s"),
)


@dataclass(frozen=True)
class Words:
    """The phrasings of a title and of the line below it, the fullest first."""

    title: tuple[Phrase, ...]
    line: tuple[Phrase, ...] = ()


_AT_THE_OFFICE: Final[Mapping[EventKind, Words]] = {
    EventKind.REGISTERED: Words(
        (_("Received and registered"),), (_("Promised an answer by %(day)s"),)
    ),
    EventKind.CLAIMED: Words(
        (_("%(unit)s has taken it in hand"),),
        (_("In charge: %(by)s, to answer by %(day)s"), _("In charge: %(by)s")),
    ),
    EventKind.CORRECTED: Words(
        (_("Now handled as: %(kind)s"), _("Kind corrected")),
        (_("%(writer)s had called it: %(own_kind)s; both stay on record"),),
    ),
    EventKind.HELD: Words(
        (_("Held by %(office)s for the time being"),),
        (_("The clock does not stop for it"),),
    ),
    EventKind.RESUMED: Words((_("Taken up again by %(office)s"),)),
    EventKind.DECLINED: Words(
        (_("Not accepted: %(reason)s"), _("Not accepted")),
        ("%(why)s%(where)s", "%(why)s", "%(signed)s"),
    ),
    EventKind.MERGED: Words(
        (
            _("Joined with letter %(other)s on the same matter"),
            _("Joined with another letter on the same matter"),
        ),
        (_("It keeps its number; the answer is for both"),),
    ),
    EventKind.RELEASED: Words(
        (
            _("Parted from letter %(other)s, handled on its own again"),
            _("Parted from the other letter, handled on its own again"),
        ),
    ),
    EventKind.ROUTED: Words(
        (_("Passed by %(office)s to %(to_body)s"), _("Passed on by %(office)s")),
        _OFFICER,
    ),
    EventKind.REASSIGNED: Words(
        (
            _("%(office)s agrees, and passes it to %(to_body)s"),
            _("%(office)s agrees, and passes it on"),
        ),
        _OFFICER,
    ),
    EventKind.SENT_AGAIN: Words(
        (
            _("%(office)s does not agree: %(to_body)s answers it"),
            _("%(office)s does not agree: the same body answers it"),
        ),
        _OFFICER,
    ),
    EventKind.RECUSED: Words(
        (
            _("Complained of, as named by %(writer)s: %(named)s"),
            _("Whoever must stay away from this letter has no part in it any more"),
        ),
        (
            _("Neither %(named)s nor those who serve under them see this letter"),
            _("Now with %(to_body)s, %(to_officer)s"),
            _("Now with %(to_body)s"),
        ),
    ),
    EventKind.REDATED: Words(
        (
            _("The new year's calendar is known: now due by %(day)s"),
            _("The new year's calendar is known"),
        ),
    ),
    EventKind.PASSED_ON: Words(
        (
            _("%(office)s passed it on: %(reached)s"),
            _("%(office)s tried to pass it on: %(tried)s"),
            _("Passed on"),
        ),
        (_("By %(by)s"),),
    ),
    EventKind.URGENT: Words(
        (_("Handled as urgent, due by %(day)s"), _("Handled as urgent")),
        ("%(signed)s",),
    ),
    EventKind.HINTED: Words(
        (
            _("Letter %(other)s, joined with it, hints at danger to life"),
            _("A letter joined with it hints at danger to life"),
        ),
        (_("All who can act are told at once"),),
    ),
    EventKind.CALMED: Words(
        (_("Looked into at once: nobody is in danger"),), ("%(signed)s",)
    ),
}
_AT_THE_BODY: Final[Mapping[EventKind, Words]] = {
    EventKind.RETURNED: Words(
        (
            _("%(unit)s says it is not its affair, and proposes %(to_body)s"),
            _("%(unit)s says it is not its affair"),
        ),
        (_("%(office)s decides; until then the clock runs on"),),
    ),
    EventKind.HANDED_OVER: Words(
        (
            _("%(unit)s has its section work on it: %(section)s"),
            _("%(unit)s has a section of its own work on it"),
        ),
        (_("%(by)s still signs the answer"),),
    ),
    EventKind.ASSIST_ASKED: Words(
        (_("%(to_body)s is asked to assist"), _("Another body is asked to assist")),
        (
            _("%(to_officer)s gives its part by %(day)s"),
            _("Its part is due by %(day)s"),
        ),
    ),
    EventKind.ASSIST_GIVEN: Words(
        (_("%(to_body)s has given its part"), _("An assisting body gave its part")),
    ),
    EventKind.ASSIST_ENDED: Words(
        (
            _("%(to_body)s need not assist any longer"),
            _("An assisting body need not assist any longer"),
        ),
    ),
    EventKind.EXTENSION_ASKED: Words(
        (_("%(unit)s asks for more time"),),
        (_("Until somebody else has decided, the due day stays"),),
    ),
    EventKind.EXTENDED: Words(
        (_("More time was granted: now due by %(day)s"), _("More time was granted")),
        (_("Granted by %(by)s, once and not again"),),
    ),
    EventKind.EXTENSION_REFUSED: Words(
        (_("No more time was granted; the due day stays"),), (_("By %(by)s"),)
    ),
    EventKind.ASKED: Words(
        (_("%(unit)s asks %(writer)s something"),),
        (_("The clock does not stop for it"),),
    ),
    EventKind.INTERIM: Words(
        (_("%(unit)s tells how far it is"),),
        (_("%(by)s; the clock does not stop for it"),),
    ),
    EventKind.PROPOSED: Words(
        (_("The answer is written; the head of %(unit)s looks it over"),)
    ),
    EventKind.SENT_BACK: Words(
        (_("The head of %(unit)s sent the answer back to be improved"),)
    ),
    EventKind.ANSWERED: Words(
        (_("Answered"),), (_("%(signer)s, approved by %(approver)s"), "%(signer)s")
    ),
    EventKind.PROMISE_DUE: Words(
        (_("A promised day has come: %(writer)s can say whether it is done"),),
        ("%(what)s", _("Promised by %(day)s")),
    ),
    EventKind.PROMISE_REPORTED: Words(
        (_("%(unit)s says that what was promised is done"),),
        (_("The last word is with %(writer)s"),),
    ),
}
_ABOVE_AND_OUTSIDE: Final[Mapping[EventKind, Words]] = {
    EventKind.READ: Words(
        (_("Read by %(post)s"), _("Read by the leader")),
    ),
    EventKind.INSTRUCTED: Words(
        (_("Instruction by %(post)s"), _("Instruction by the leader")),
    ),
    EventKind.PRESSED: Words(
        (_("The supervisors pressed %(unit)s for the answer"),), (_("By %(by)s"),)
    ),
    EventKind.ESCALATED: Words(
        (_("The supervisors brought it before the leader in charge"),),
        (_("By %(by)s"),),
    ),
    EventKind.ADDED: Words((_("Added by %(writer)s"),)),
    EventKind.PROMISE_KEPT: Words(
        (
            _("Done as promised, says %(writer)s: %(what)s"),
            _("Done as promised, says %(writer)s"),
        ),
    ),
    EventKind.PROMISE_BROKEN: Words(
        (
            _("Promised and not done, says %(writer)s: %(what)s"),
            _("Promised and not done, says %(writer)s"),
        ),
        (_("It stands on the public list of what was promised and not done"),),
    ),
    EventKind.RATED: Words(
        (_("Rated by %(writer)s: %(level)s"), _("Rated by %(writer)s")),
    ),
    EventKind.REOPENING_ASKED: Words(
        (_("Not solved, says %(writer)s, and asks to open it again"),),
        (_("A supervisor decides, once"),),
    ),
    EventKind.REOPENED: Words(
        (
            _("Opened again: %(to_body)s answers anew by %(day)s"),
            _("Opened again, to be answered by %(day)s"),
            _("Opened again"),
        ),
        (_("Decided by %(by)s"),),
    ),
    EventKind.REOPENING_REFUSED: Words(
        (_("Not opened again"),), (_("Decided by %(by)s"),)
    ),
    EventKind.WITHDRAWN: Words((_("Withdrawn by %(writer)s"),)),
}
WORDS: Final[Mapping[EventKind, Words]] = MappingProxyType(
    {**_AT_THE_OFFICE, **_AT_THE_BODY, **_ABOVE_AND_OUTSIDE}
)
# A letter joined with another goes where that one goes.
ALONG: Final = Words(
    (
        _("Passed to %(to_body)s together with that letter"),
        _("Passed on together with that letter"),
    ),
    _OFFICER,
)


def tell(words: Words, facts: Mapping[str, str]) -> tuple[str, str]:
    """Title and line, each in its fullest phrasing that these facts allow."""
    return _first(words.title, facts), _first(words.line, facts)


def _first(phrases: tuple[Phrase, ...], facts: Mapping[str, str]) -> str:
    for phrase in map(str, phrases):
        if all(facts.get(name) for name in _NAMED.findall(phrase)):
            return phrase % facts
    return ""
