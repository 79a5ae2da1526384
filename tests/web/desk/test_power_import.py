"""Importing a list at the desk: refused, looked at, confirmed."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingbai.lib.keyring import KeyRing
from mingbai.places.models import Place
from mingbai.powers.models import Draft, PowerVersion
from mingbai.web import door
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import drafted, wish
from tests.powers.list_files import ROW, csv_of, with_cell, workbook_of
from tests.powers.publishing import published
from tests.web.desk.signing_in import signed_in

IMPORT = "/desk/powers/import/"
BEFORE = TODAY - timedelta(days=30)
SECOND = ("SD-002", "学籍管理", "县教育局", "其他行政权力", "办理转学。", "")


def handed_in(client: Client, content: bytes, name: str = "职权.csv") -> Any:
    """The page after a file was handed in."""
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def listed(folder: Path, *rows: Sequence[str]) -> bytes:
    return csv_of(folder, *rows).read_bytes()


def confirmed(client: Client, page: Any, **said: Any) -> Any:
    """The answer to the button of the preview."""
    given = {
        "confirm": "1",
        "sealed": page.context["sealed"],
        "digest": page.context["digest"],
        "written": page.context["written"],
        "since": TODAY.isoformat(),
    }
    return client.post(IMPORT, {**given, **said})


# Refusals


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 not a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
        "姓名,电话\n张三,1\n".encode(),
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(
    place: Place, content: bytes
) -> None:
    page = handed_in(signed_in("hebianji"), content)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["sentences"] or page.context["form"].errors["file"]
    assert not Draft.objects.exists()


def test_nothing_handed_in_is_said(place: Place) -> None:
    page = signed_in("hebianji").post(IMPORT)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"].errors["file"]


def test_a_file_of_more_than_eight_megabytes_is_refused_in_words(
    place: Place,
) -> None:
    page = handed_in(signed_in("hebianji"), b"a," * (4 << 20) + b"b")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"].errors["file"]


def test_a_request_far_too_large_is_not_even_read(place: Place) -> None:
    page = handed_in(signed_in("hebianji"), b"a" * (door.MOST_UPLOADED + 1))
    assert page.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_every_faulty_row_is_named_by_sheet_and_row(
    place: Place, tmp_path: Path
) -> None:
    header = ["职权编码", "职权名称", "行使主体"]
    book = workbook_of(
        tmp_path,
        {
            "一": [header, ["SD-1", "", "县教育局"], ["SD-2", "甲", "无此局"]],
            "二": [header, ["SD-1", "乙<br>", "县教育局"]],
        },
    )
    page = handed_in(signed_in("hebianji"), book.read_bytes(), "list.xlsx")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    where = [one.split("：")[0].split(":")[0] for one in page.context["sentences"]]
    assert len(where) == 3
    assert page.context["refusal"].rows == 3
    assert not Draft.objects.exists()


def test_an_officer_hands_in_the_own_body_s_rows_alone(
    place: Place, tmp_path: Path
) -> None:
    content = listed(tmp_path, ROW, ("ZJ-1", "预售许可", "县住建局", "", "", ""))
    page = handed_in(signed_in("lizhuren"), content)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    (sentence,) = page.context["sentences"]
    assert "3" in sentence
    assert "县住建局" in sentence


def test_an_officer_takes_no_power_from_another_body(
    place: Place, tmp_path: Path
) -> None:
    published(holder=cast.housing(), since=BEFORE)
    page = handed_in(signed_in("lizhuren"), listed(tmp_path, ROW))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "县住建局" in page.context["sentences"][0]


def test_what_was_sealed_for_another_or_changed_is_not_taken(
    place: Place, tmp_path: Path
) -> None:
    page = handed_in(signed_in("hebianji"), listed(tmp_path, ROW))
    sealed = page.context["sealed"]
    gao = signed_in("gaobianji")
    for forged in (sealed, f"A{sealed[1:]}", "法", "", sealed[:40]):
        answer = confirmed(gao, page, sealed=forged)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.context["form"].errors["file"]
    assert not Draft.objects.exists()


def test_what_was_sealed_opens_no_more_once_its_day_is_destroyed(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = KeyRing.create(tmp_path / "ring")
    monkeypatch.setattr("mingbai.web.desk.upload.key_ring", lambda: ring)
    he = signed_in("hebianji")
    page = handed_in(he, listed(tmp_path, ROW))
    ring.destroy_day_keys(TODAY + timedelta(days=1))
    answer = confirmed(he, page)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert not Draft.objects.exists()


def test_a_large_file_is_asked_for_again_and_must_be_the_same(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingbai.web.desk.upload.MOST_SEALED", 10)
    he = signed_in("hebianji")
    content = listed(tmp_path, ROW)
    page = handed_in(he, content)
    assert page.context["sealed"] == ""
    assert page.context["file_form"]
    for file in ({}, {"file": BytesIO(content + b"\n")}):
        answer = confirmed(he, page, **file)
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.context["form"].errors["file"]
    same = SimpleUploadedFile("again.csv", content)
    assert confirmed(he, page, file=same).status_code == HTTPStatus.FOUND
    assert Draft.objects.count() == 1


def test_a_day_that_is_none_loses_neither_file_nor_choice(
    place: Place, tmp_path: Path
) -> None:
    published("SD-009", since=BEFORE)
    he = signed_in("hebianji")
    page = handed_in(he, listed(tmp_path, ROW))
    again = confirmed(he, page, since="soon", propose="on")
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert again.context["form"]["propose"].value()
    assert confirmed(he, again).status_code == HTTPStatus.FOUND


# What it does


def test_looking_at_a_list_writes_nothing(place: Place, tmp_path: Path) -> None:
    published(since=BEFORE, explanation="旧的说明。")
    published("SD-009", name="旧职权", since=BEFORE)
    published(
        "SD-003", name="同样", category="", explanation="同", basis="", since=BEFORE
    )
    drafted(wish("SD-004"))
    page = handed_in(
        signed_in("hebianji"),
        listed(
            tmp_path,
            ROW,
            SECOND,
            ("SD-003", "同样", "县教育局", "", "同", ""),
            ("SD-004", "手写在等", "县教育局", "", "同", ""),
        ),
    )
    assert page.status_code == HTTPStatus.OK
    preview = page.context["preview"]
    assert [row.code for row in preview.new] == ["SD-002"]
    ((changed),) = preview.changed
    assert changed.row.code == "SD-001"
    assert "旧的说明。" in [one.before for one in changed.differences]
    assert (preview.unchanged, preview.waiting) == (1, 1)
    assert preview.vanished_shown == [("SD-009", "旧职权")]
    assert Draft.objects.count() == 1


def test_a_confirmed_list_becomes_drafts_and_repeals_only_what_is_ticked(
    place: Place, tmp_path: Path
) -> None:
    published(since=BEFORE, explanation="旧的说明。")
    published("SD-009", name="旧职权", since=BEFORE)
    li = signed_in("lizhuren")
    page = handed_in(li, listed(tmp_path, ROW, SECOND))
    answer = confirmed(li, page)
    assert answer.headers["Location"] == "/desk/drafts/?imported=2"
    drafts = {draft.code: draft for draft in Draft.objects.all()}
    assert set(drafts) == {"SD-001", "SD-002"}
    assert all(draft.is_imported for draft in drafts.values())
    assert drafts["SD-001"].written_by == cast.user("lizhuren")
    assert "2" in li.get(answer.headers["Location"]).context["done"]
    again = handed_in(li, listed(tmp_path, ROW, SECOND))
    assert again.context["preview"].waiting == 2
    confirmed(li, again, propose="on")
    assert Draft.objects.get(code="SD-009").kind == Draft.Kind.REPEAL
    assert PowerVersion.objects.filter(until__isnull=True).count() == 2


def test_a_long_list_is_written_press_by_press(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingbai.web.desk.power_import.BATCH", 2)
    published("SD-999", name="旧职权", since=BEFORE)
    he = signed_in("hebianji")
    rows = [(f"SD-{n}", f"职权{n}", "县教育局", "", "说明。", "") for n in range(3)]
    page = handed_in(he, listed(tmp_path, *rows))
    page = confirmed(he, page, propose="on")
    assert page.status_code == HTTPStatus.OK
    assert page.context["written"] == 2
    assert Draft.objects.count() == 2
    answer = confirmed(he, page, propose="on")
    assert answer.headers["Location"] == "/desk/drafts/?imported=4"
    assert Draft.objects.count() == 4


def test_the_body_may_stand_in_the_name_of_the_file(
    place: Place, tmp_path: Path
) -> None:
    content = "职权编码,职权名称,职权说明\nSD-7,学籍,办理转学。\n".encode()
    page = handed_in(signed_in("lizhuren"), content, "县教育局权责清单.csv")
    assert page.status_code == HTTPStatus.OK
    assert page.context["preview"].new[0].holder == "县教育局"
    assert page.context["preview"].remarks


def test_no_copy_of_the_file_stays_on_the_disk(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    large = listed(tmp_path, with_cell("职权说明", "长" * 19_000))
    content = large + b"\n" * (3 << 20)
    assert handed_in(signed_in("hebianji"), content).status_code == HTTPStatus.OK
    assert list(folder.iterdir()) == []
