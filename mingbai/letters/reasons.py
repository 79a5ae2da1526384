"""The lawful reasons for which a letter isn't accepted, and where to go instead.

They are those of the hotline regulations of Jinan (2018), Weifang (2021) and Beijing
(北京市接诉即办工作条例, 2021, art. 11), which name the channels that go first and what
has been settled by law, and of 信访工作条例 (2022) arts. 19, 22 and 36. There is no
other: what fits none of them is accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why a letter isn't accepted."""

    COURT = "court", _("A matter for the courts")
    ARBITRATION = "arbitration", _("A matter for arbitration")
    REVIEW = "review", _("A matter for administrative review")
    PETITION = "petition", _("In hand as a petition")
    DISCIPLINE = "discipline", _("A report for the discipline commission")
    DISCLOSURE = "disclosure", _("A request for disclosure, to be filed as such")
    SECRET = "secret", _("It touches upon secrets")
    SETTLED = "settled", _("Settled by law already")
    ELSEWHERE = "elsewhere", _("A matter for another place or authority")
    UNCLEAR = "unclear", _("It isn't clear what is wanted")
    ABUSIVE = "abusive", _("Nothing in it but abuse")


@dataclass(frozen=True)
class Ground:
    """What the writer is told: why it isn't accepted, and where to go instead.

    `where` is None where only whoever declines can know it.
    """

    why: str | Promise
    where: str | Promise | None


GROUNDS: Final[Mapping[Reason, Ground]] = MappingProxyType(
    {
        Reason.COURT: Ground(
            _("By law this is decided by a court, or it is before one already."),
            _("Please turn to the people's court that has jurisdiction."),
        ),
        Reason.ARBITRATION: Ground(
            _("By law or by contract this is decided by arbitration."),
            _("Please turn to the arbitration commission named in law or contract."),
        ),
        Reason.REVIEW: Ground(
            _("This asks for another decision where the law gives a formal review."),
            _(
                "Please apply for administrative review within the time given with"
                " the decision."
            ),
        ),
        Reason.PETITION: Ground(
            _(
                "A petition on the same matter is in hand, and what is in hand isn't"
                " accepted a second time."
            ),
            _("The office that accepted the petition answers it."),
        ),
        Reason.DISCIPLINE: Ground(
            _(
                "This reports misconduct of officials. Only the commission for"
                " discipline inspection and supervision may take it and look into it."
            ),
            _("Please report it to the commission directly, or call 12388."),
        ),
        Reason.DISCLOSURE: Ground(
            _(
                "This asks for information that a body discloses on request, which has"
                " a form and a time of its own."
            ),
            _("Please send it as a request for disclosure; it gets a number as well."),
        ),
        Reason.SECRET: Ground(
            _(
                "It touches upon state secrets, business secrets or the privacy of"
                " others, which may not be handled over this site."
            ),
            _("Please hand it in on paper, at the office, in person."),
        ),
        Reason.SETTLED: Ground(
            _(
                "It was settled by law and every remedy has been used; nothing new"
                " is brought forward."
            ),
            _("With new facts or evidence please write again, and name them."),
        ),
        Reason.ELSEWHERE: Ground(
            _("It is the affair of another place, or of an authority not under ours."),
            None,
        ),
        Reason.UNCLEAR: Ground(
            _("It doesn't say what happened, where, or what is wanted."),
            _("Please write again, with the place, the time and what you ask for."),
        ),
        Reason.ABUSIVE: Ground(
            _("It holds nothing but abuse and no matter that could be looked into."),
            _("Please write again with the matter alone."),
        ),
    }
)
