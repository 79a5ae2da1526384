"""The list of powers of any day as a file: CSV, a workbook, JSON."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO, Final

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mingbai.lib.csv_write import csv_lines
from mingbai.lib.workbook_write import write_xlsx
from mingbai.places.models import Post
from mingbai.places.scoping import current_place
from mingbai.powers.export_list import HEADERS, column_widths, export_rows
from mingbai.powers.list_on import list_on
from mingbai.powers.models import PowerVersion
from mingbai.web.api.open_file import open_file
from mingbai.web.asked_day import asked_day

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON: Final = "application/json"
CHUNK: Final = 500


@require_safe
def power_list_csv(request: HttpRequest) -> FileResponse:
    """Under the headers that an import reads; no cell is run as a formula."""
    day = _day(request)

    def write(file: BinaryIO) -> None:
        for line in csv_lines(HEADERS, export_rows(day)):
            file.write(line.encode())

    return open_file(write, content_type=CSV, name=f"powers-{day}.csv")


@require_safe
def power_list_xlsx(request: HttpRequest) -> FileResponse:
    """The same as a workbook; every cell is a text."""
    day = _day(request)

    def write(file: BinaryIO) -> None:
        write_xlsx(
            file,
            sheet=gettext("List of powers"),
            header=HEADERS,
            rows=export_rows(day),
            widths=column_widths(),
        )
        file.seek(0, 2)

    return open_file(write, content_type=XLSX, name=f"powers-{day}.xlsx")


@require_safe
def power_list_json(request: HttpRequest) -> FileResponse:
    """Each power with holder, version, days, every text, and its fingerprint."""
    day = _day(request)
    place = current_place()
    versions = list_on(day).select_related("leaf").order_by("power__code")
    home = request.build_absolute_uri("/")

    def write(file: BinaryIO) -> None:
        head = {"place": place.name, "home": home, "on": day.isoformat()}
        file.write(f"{json.dumps(head, ensure_ascii=False)[:-1]},\n".encode())
        file.write(b'"powers": [')
        _write_rows(file, versions.iterator(chunk_size=CHUNK))
        file.write(b"\n]}\n")

    return open_file(write, content_type=JSON, name=f"powers-{day}.json")


def _day(request: HttpRequest) -> date:
    """The day of the address; a program is not given today's list for a wrong one."""
    asked = asked_day(request)
    if asked.is_refused:
        raise Http404
    return asked.day


def _write_rows(file: BinaryIO, versions: Iterable[PowerVersion]) -> None:
    sign = "\n"
    for one in versions:
        file.write(f"{sign}{json.dumps(_said(one), ensure_ascii=False)}".encode())
        sign = ",\n"


def _said(version: PowerVersion) -> dict[str, Any]:
    holder = version.holder
    return {
        "code": version.power.code,
        "version": version.number,
        "since": version.since.isoformat(),
        "until": version.until.isoformat() if version.until else None,
        "holder": {
            "kind": "post" if isinstance(holder, Post) else "body",
            "slug": holder.slug,
            "name": holder.name,
        },
        **version.statement.texts(),
        "fingerprint": bytes(version.leaf.commitment).hex(),
    }
