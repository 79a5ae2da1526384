"""Shares: the on-time rate, and beside it whatever could make it look too good.

A rate alone rewards whoever declines, joins, extends and returns: it stands with its
numerator and denominator, and with the share of each of these.
"""

from dataclasses import dataclass

from mingbai.letters.tally import Figures


@dataclass(frozen=True)
class Share:
    """So many of so many; what is bad is rounded up, what is good is rounded down."""

    part: int
    whole: int
    is_good: bool = False

    @property
    def percent(self) -> int | None:
        """Whole per cent, never nicer than it is; None when there is nothing to share.

        Right: 199 of 200 in time is 99, 1 of 200 declined is 1. Wrong: 100, and 0.
        """
        if self.whole <= 0:
            return None
        if self.is_good:
            return self.part * 100 // self.whole
        return -(-self.part * 100 // self.whole)


@dataclass(frozen=True)
class Shares:
    """Shares of the letters that were done with in a span of days.

    Done with: answered, not accepted, or withdrawn. An extension, a return or a
    reopening of these days may be of a letter done with on another day.
    """

    on_time: Share
    # Not accepted or withdrawn when its day had passed.
    closed_late: Share
    declined: Share
    # Duplicates: joined with another letter and answered with it.
    merged: Share
    extended: Share
    returned: Share
    reopened: Share
    satisfied: Share


def shares_of(figures: Figures) -> Shares:
    """The shares of these figures, of a body or of the whole place."""
    answered = figures.in_time + figures.late
    done = answered + figures.declined + figures.withdrawn
    rated = figures.satisfied + figures.dissatisfied
    return Shares(
        on_time=Share(figures.in_time, answered, is_good=True),
        closed_late=Share(figures.closed_late, done),
        declined=Share(figures.declined, done),
        merged=Share(figures.merged, done),
        extended=Share(figures.extended, done),
        returned=Share(figures.returned, done),
        reopened=Share(figures.reopened, answered),
        satisfied=Share(figures.satisfied, rated, is_good=True),
    )
