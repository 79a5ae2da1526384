"""Looking a letter up: by its receipt alone, in a POST that only reads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mingbai.web.public.letter_page import story_page
from mingbai.web.public.letter_receipt import ReceiptForm
from mingbai.web.public.letters import letters_crumb


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_look_up(request: HttpRequest) -> HttpResponse:
    """The form, or the letter that the posted receipt opens."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST":
        letter = form.find() if form.is_valid() else None
        if letter:
            return story_page(request, letter)
        return _page(request, form, status=422)
    return _page(request, ReceiptForm())


def _page(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "above": [letters_crumb()]}
    return render(request, "public/letter_look_up.html", context, status=status)
