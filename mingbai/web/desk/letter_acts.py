"""The acts on a letter: one table for the page, its forms and what they post."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mingbai.web.desk.letter_act import LetterAct
from mingbai.web.desk.letter_acts_body import BODY_ACTS
from mingbai.web.desk.letter_acts_office import OFFICE_ACTS
from mingbai.web.desk.letter_acts_rule import RULE_ACTS
from mingbai.web.desk.letter_open import OpenLetter

ACTS: Final[Mapping[str, LetterAct]] = MappingProxyType(
    {one.name: one for one in (*RULE_ACTS, *OFFICE_ACTS, *BODY_ACTS)}
)


def offers(desk: OpenLetter) -> list[LetterAct]:
    """What this official may do to this letter now, in the order of the page."""
    return [one for one in ACTS.values() if one.is_offered(desk)]
