"""The public files of the place's log (C2SP tlog-tiles), for any verifier.

On a district's server nginx serves the same files without us.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingbai.ledger.shelf import store_of
from mingbai.lib.tlog.refused import FileMissing
from mingbai.places.scoping import current_place_id

# A published tile never changes; a checkpoint is replaced with every tick.
FOR_EVER = "public, max-age=31536000, immutable"
MOMENTARY = "public, max-age=5"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint; 404 before the first."""
    note = store_of(current_place_id()).checkpoint()
    if note is None:
        raise Http404
    return _file(note.encode(), "text/plain; charset=utf-8", MOMENTARY)


@require_safe
def tile(request: HttpRequest, name: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries; the address has admitted no other."""
    try:
        content = store_of(current_place_id()).read(name)
    except FileMissing as error:
        raise Http404 from error
    return _file(content, "application/octet-stream", FOR_EVER)


def _file(content: bytes, content_type: str, kept: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = kept
    # Verifiers in a browser may read it from anywhere: it is public.
    response["Access-Control-Allow-Origin"] = "*"
    return response
