"""下一封: taking the next letter that waits."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mingbai.letters.change import ChangedMeanwhile
from mingbai.letters.claim import claim_next
from mingbai.web.desk.pages import DeskRequest, desk_page
from mingbai.web.desk.queue import NOTHING_WAITS


@desk_page
def next_letter(request: DeskRequest) -> HttpResponse:
    """Take the next letter that waits in hand, which nobody else then gets."""
    try:
        letter = claim_next(by=request.officer, at=request.at)
    except ChangedMeanwhile:
        # Others took each of them first; what is left stands in the queue.
        return HttpResponseRedirect(reverse("desk:queue"))
    if letter is None:
        return HttpResponseRedirect(f"{reverse('desk:queue')}?{NOTHING_WAITS}")
    return HttpResponseRedirect(reverse("desk:letter", args=[letter.ref]))
