"""How the queues of the desk are called, and what each says when it is empty."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from mingbai.letters.offered import Queue

WORDS: Final = {
    Queue.OFFICE: _("To be routed"),
    Queue.MINE: _("In my hands"),
    Queue.HANDED: _("Handed to me"),
    Queue.APPROVING: _("To approve"),
    Queue.LEADER: _("To read and instruct"),
    Queue.OVERDUE: _("Overdue"),
    Queue.TODAY: _("Due today"),
    Queue.URGENT: _("May be urgent"),
    Queue.BODY: _("My body"),
    Queue.ASSIST: _("Parts asked of us"),
    Queue.RETURNED: _("Returned"),
    Queue.EXTENSION: _("Extensions asked for"),
    Queue.REOPENING: _("Not satisfied"),
    Queue.UNSATISFIED: _("Rated dissatisfied in 30 days"),
    Queue.RELAY: _("To be passed on"),
    Queue.HELD: _("Held"),
    Queue.OPEN: _("All open"),
    Queue.CLOSED: _("Closed"),
}
# Red as soon as one letter stands there.
ALARMS: Final = frozenset({Queue.OVERDUE, Queue.URGENT})
