"""The leader mailbox: whom to write to, and how it has gone lately."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mingbai.places.days import local_day
from mingbai.places.models import Post
from mingbai.web.letter_words import figure_facts


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The leaders in their official order, and the last thirty days in figures."""
    today = local_day(timezone.now())
    context = {
        "leaders": list(Post.objects.leaders(on=today)),
        "figures": figure_facts(today=today),
    }
    return render(request, "public/letters.html", context)
