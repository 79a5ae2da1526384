"""Answering with a file that anybody may take, read whole while the place was open."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import BinaryIO, Final

from django.http import FileResponse

KEPT: Final = "public, max-age=300"


def open_file(
    write: Callable[[BinaryIO], None], *, content_type: str, name: str = ""
) -> FileResponse:
    """What `write` has written, sent bit by bit; with a name it is to be saved.

    It is on disk before the answer begins, read in the view's own transaction: a list
    that changes meanwhile is never half of one day and half of another.
    """
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it
    write(file)
    length = file.tell()
    file.seek(0)
    response = FileResponse(
        file, content_type=content_type, as_attachment=bool(name), filename=name
    )
    response["Content-Length"] = str(length)
    response["Cache-Control"] = KEPT
    # Programs in a browser may read it from anywhere: it is public.
    response["Access-Control-Allow-Origin"] = "*"
    return response
