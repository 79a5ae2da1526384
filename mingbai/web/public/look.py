"""The reader's text size and contrast, kept in a cookie that only this reads."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import condition, require_safe

from mingbai.places.scoping import current_place
from mingbai.ui.look import Look, Theme, UnknownChoice, look_css

COOKIE = "look"
YEAR_SECONDS = 365 * 24 * 3600


def _etag(request: HttpRequest) -> str:
    place = current_place()
    chosen = Look.parse(request.COOKIES.get(COOKIE, ""))
    colours = f"{place.pine}{place.pine_dark}{place.pine_light}".replace("#", "")
    return f'"{chosen.cookie}-{colours}"'


@require_safe
@condition(etag_func=_etag)
def look_sheet(request: HttpRequest) -> HttpResponse:
    """The style sheet of this reader in this place."""
    place = current_place()
    theme = Theme(place.pine, place.pine_dark, place.pine_light)
    chosen = Look.parse(request.COOKIES.get(COOKIE, ""))
    response = HttpResponse(look_css(chosen, theme), content_type="text/css")
    patch_vary_headers(response, ["Cookie"])
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def look_choose(request: HttpRequest, choice: str) -> HttpResponse:
    """Remember one choice and go back to the page it was made on."""
    try:
        chosen = Look.parse(request.COOKIES.get(COOKIE, "")).choosing(choice)
    except UnknownChoice as error:
        raise Http404 from error
    back = request.GET.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE,
        chosen.cookie,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
