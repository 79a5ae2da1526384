"""`reply_warnings`: what an answer lacks, seen beside those that were given before."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models import Handling, ReplyText
from mingbai.lib.reply_lint import ReplyWarning, lint

# How many letters closed last by the same body are compared.
LATELY: Final = 100
WORDS: Final[Mapping[ReplyWarning, Words]] = MappingProxyType(
    {
        ReplyWarning.SLOT_LEFT: _("A slot of the template is not filled in."),
        ReplyWarning.SHORT: _("It is very short, under sixty characters."),
        ReplyWarning.NO_FINDING: _(
            "It says only that the letter came and was passed on, nothing that was"
            " found or decided."
        ),
        ReplyWarning.NO_CONTACT: _(
            "It names no telephone or address at which to ask again."
        ),
        ReplyWarning.NO_DATE: _("It does not end with the date."),
        ReplyWarning.SAME_AS_EARLIER: _(
            "It is the same as an answer given before, to this or another letter."
        ),
    }
)


def reply_warnings(handling: Handling, text: str) -> list[ReplyWarning]:
    """What the lint says of this answer to this letter; two queries.

    Compared with what this letter was told before, and with the answers to the last
    hundred letters that the same body closed.
    """
    lately = Handling.objects.closed().filter(body=handling.body_id)
    letters = lately.values_list("letter_id", flat=True)[:LATELY]
    earlier = ReplyText.objects.filter(
        reply__letter__in=[handling.letter_id, *letters], text__isnull=False
    ).values_list("text", flat=True)
    return lint(text, [one for one in earlier if one])
