"""Workbooks made to harm: each is refused before it is unpacked into memory."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingbai.lib.raw_sheet import RawRow
from mingbai.lib.table_refused import Reason, TableRefused
from mingbai.lib.workbook import open_sheets
from tests.lib.workbook_files import (
    GOOD_SHEET,
    MAIN,
    PARTS,
    SHEET,
    row_xml,
    sheet_xml,
    write_parts,
    write_workbook,
)

LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.xlsx"


def refusal_of(path: Path, max_unpacked: int = 256 << 20) -> TableRefused:
    with pytest.raises(TableRefused) as refusal:
        rows_of(path, max_unpacked)
    return refusal.value


def rows_of(path: Path, max_unpacked: int = 256 << 20) -> list[RawRow]:
    with open_sheets(path, max_unpacked=max_unpacked) as sheets:
        return [row for sheet in sheets for row in sheet.rows]


def test_the_workbook_made_by_hand_is_good_before_it_is_spoilt(path: Path) -> None:
    cells = [row.cells for row in rows_of(write_workbook(path))]
    assert cells == [["名称", "代码"], ["许可", "1"]]


# Archives


def test_an_archive_that_is_no_workbook_is_refused(path: Path) -> None:
    write_parts(path, {"letter.txt": "text"})
    assert refusal_of(path).reason is Reason.NOT_A_TABLE


@pytest.mark.parametrize("kept", [4, 21, 30, 200, -1, -23])
def test_a_truncated_archive_is_refused(path: Path, kept: int) -> None:
    whole = write_workbook(path).read_bytes()
    path.write_bytes(whole[:kept])
    assert refusal_of(path).reason is Reason.DAMAGED


def test_an_encrypted_part_is_refused(path: Path) -> None:
    write_workbook(path)
    spoilt = bytearray(path.read_bytes())
    spoilt[spoilt.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(spoilt)
    assert refusal_of(path).reason is Reason.ENCRYPTED


def test_a_part_packed_by_a_rare_method_is_refused(path: Path) -> None:
    write_workbook(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/more.xml", "<a/>")
    assert refusal_of(path).reason is Reason.DAMAGED


def test_a_part_that_swells_beyond_any_ratio_is_refused(path: Path) -> None:
    write_workbook(path, sheet=sheet_xml(" " * (4 << 20)))
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.detail) == (Reason.BOMB, SHEET)


def test_parts_that_unpack_to_too_much_together_are_refused(path: Path) -> None:
    write_workbook(path)
    assert refusal_of(path, max_unpacked=1_000).reason is Reason.BOMB


def test_an_archive_of_thousands_of_parts_is_refused(path: Path) -> None:
    write_parts(path, {**PARTS, **{f"xl/{n}.xml": "" for n in range(2_001)}})
    assert refusal_of(path).reason is Reason.BOMB


def test_an_archive_with_an_endless_directory_is_refused(path: Path) -> None:
    write_parts(path, {"x" * 60_000 + str(n): "" for n in range(20)})
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.detail) == (Reason.BOMB, "directory")


def test_a_directory_for_archives_beyond_4_gb_is_refused(path: Path) -> None:
    write_workbook(path)
    whole = path.read_bytes()
    end = whole.rfind(b"PK\x05\x06")
    locator = b"PK\x06\x07" + bytes(16)
    path.write_bytes(whole[:end] + locator + whole[end:])
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.detail) == (Reason.BOMB, "zip64")


def test_an_archive_within_the_workbook_is_refused(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a", "b")
    parts: dict[str, str | bytes] = {**PARTS, SHEET: GOOD_SHEET}
    write_parts(path, {**parts, "xl/embeddings/more.xlsx": inner.getvalue()})
    assert refusal_of(path).reason is Reason.NESTED


def test_a_part_that_is_longer_than_it_says_is_refused(path: Path) -> None:
    write_workbook(path, sheet=sheet_xml(row_xml("a") + row_xml("b") * 50))
    spoilt = bytearray(path.read_bytes())
    entry = spoilt.rfind(b"PK\x01\x02")
    spoilt[entry + 24 : entry + 28] = (300).to_bytes(4, "little")
    path.write_bytes(spoilt)
    assert refusal_of(path).reason is Reason.DAMAGED


# XML


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "_rels/.rels"])
@pytest.mark.parametrize(
    "prolog", [LAUGHS, "<!DOCTYPE w>", '<!DOCTYPE w SYSTEM "http://127.0.0.1/">']
)
def test_a_document_type_is_refused_in_any_part(
    path: Path, part: str, prolog: str
) -> None:
    write_parts(path, {**PARTS, SHEET: GOOD_SHEET, part: f"{prolog}<w>&i;</w>"})
    assert refusal_of(path).reason is Reason.UNSAFE_XML


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "cp037"])
def test_a_document_type_is_refused_in_any_encoding(path: Path, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    hidden = f"{LAUGHS}<w>&i;</w>"
    if encoding == "cp037":  # the declaration is read as ASCII, the rest as EBCDIC
        write_workbook(path, sheet=declared.encode() + hidden.encode(encoding))
    else:
        write_workbook(path, sheet=(declared + hidden).encode(encoding))
    assert refusal_of(path).reason in {Reason.UNSAFE_XML, Reason.DAMAGED}


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(sheet_xml(f"<row>{'<c/>' * 100_001}</row>"), id="one endless row"),
        pytest.param(
            sheet_xml(f"<row><row/>{'<c/><row></row>' * 60_000}</row>"),
            id="an endless row that pretends to end",
        ),
        pytest.param(
            sheet_xml(f"<a>{'<row><c/></row>' * 260_000}</a>"), id="misplaced rows"
        ),
        pytest.param(
            f'<worksheet xmlns="{MAIN}">{"<x/>" * 500_001}</worksheet>', id="other tags"
        ),
        pytest.param(
            sheet_xml("<row " + "".join(f" a{n}=''" for n in range(100_001)) + "/>"),
            id="endless attributes",
        ),
        pytest.param(sheet_xml("<row>" + "<c>" * 70), id="endless depth"),
        pytest.param(sheet_xml(f'<row a="{"字" * 1_200_000}"/>'), id="an endless tag"),
    ],
)
def test_a_sheet_made_to_fill_memory_is_refused(path: Path, sheet: str) -> None:
    # Stored, not packed: what is refused is the content, not its ratio.
    write_workbook(path, packed=False, sheet=sheet)
    refusal = refusal_of(path)
    assert (refusal.reason, refusal.detail) == (Reason.BOMB, SHEET)


def test_a_workbook_of_two_million_strings_is_refused(path: Path) -> None:
    strings = f'<sst xmlns="{MAIN}">{"<si/>" * 2_000_001}</sst>'
    parts: dict[str, str | bytes] = {**PARTS, SHEET: GOOD_SHEET}
    write_parts(path, {**parts, "xl/sharedStrings.xml": strings}, packed=False)
    assert refusal_of(path).reason is Reason.BOMB


def test_a_picture_is_no_fault(path: Path) -> None:
    parts: dict[str, str | bytes] = {**PARTS, SHEET: GOOD_SHEET}
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    write_parts(path, {**parts, "xl/media/image1.png": picture})
    assert len(rows_of(path)) == 2


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_workbook_with_any_bytes_spoilt_is_read_or_refused(
    path: Path, draw: st.DataObject
) -> None:
    """Stored, not packed, so that spoilt bytes reach the XML readers."""
    write_workbook(path, packed=False)
    spoilt = bytearray(path.read_bytes())
    for _ in range(draw.draw(st.integers(1, 4))):
        place = draw.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place] = draw.draw(st.integers(0, 255))
    path.write_bytes(spoilt)
    # Whatever else is raised fails the test.
    with suppress(TableRefused):
        rows_of(path)
