"""Which columns of an office's own spreadsheet mean what: headers and their synonyms.

County offices keep 权责清单 workbooks under a few dozen headers; these are the ones
that importers for them have met.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mingbai.lib.half_width import half_width
from mingbai.powers.said import TEXTS

# Who holds the powers may stand in a title, or in the name of the sheet or file.
NEEDED: Final = ("code", "name")
OPTIONAL: Final = ("holder", *(text for text in TEXTS if text != "name"))
COLUMNS: Final = (*NEEDED, *OPTIONAL)
# Columns that every office has and no list of powers needs.
IDLE: Final = frozenset({"序号", "备注"})

# Our own headers first: they win over a synonym beside them.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": (
        *("职权编码", "事项编码", "权力编码", "实施编码", "基本编码"),
        *("职权编号", "事项编号", "权力编号", "权责编码"),
    ),
    "name": (
        *("职权名称", "事项名称", "权责事项名称", "权力事项名称", "权力名称"),
        *("权责名称", "行政职权名称", "主项名称", "主项"),
    ),
    "holder": (
        *("行使主体", "实施主体", "责任主体", "部门名称", "实施机关"),
        *("行使机关", "责任单位", "实施单位"),
    ),
    "category": (
        *("职权类别", "职权类型", "权力类型", "权力类别", "事项类型"),
        *("权责类型", "权责类别", "事项类别"),
    ),
    "matter": ("事项领域", "领域"),
    "item": ("子项", "子项名称", "权力子项"),
    "explanation": ("职权说明", "事项说明", "权力说明", "职权内容"),
    "basis": (
        *("职权依据", "实施依据", "设定依据", "法律依据", "权力依据"),
        *("行使依据", "法定依据"),
    ),
    "conditions": ("行使条件", "受理条件", "实施条件"),
    "prohibitions": ("不得事项", "禁止事项", "禁止行为"),
    "statutory_limit": ("法定时限", "法定期限", "法定办结时限"),
    "promised_limit": ("承诺时限", "承诺期限", "承诺办结时限"),
    "rights": ("相对人权利", "行政相对人权利"),
    "duty_items": ("责任事项", "责任事项内容", "责任内容"),
    "accountability": ("追责情形", "问责情形", "追责情形及依据"),
    "risks": ("风险点", "廉政风险点"),
    "circle": ("公开范围",),
    "openness_form": ("公开形式", "公开方式"),
    "openness_time": ("公开时限", "公开时间"),
    "telephone": ("监督电话", "投诉电话", "监督投诉电话"),
    "section": ("承办机构", "承办科室", "责任科室", "内设机构", "承办单位"),
    "responsible": ("责任人", "责任岗位", "承办岗位"),
}


BRACKETS: Final = re.compile(r"\([^()]*\)$")


class ColumnsRefused(Exception):
    """The headers can't be matched; subclasses say why."""


class Missing(ColumnsRefused):
    """Needed columns that no header names, in `columns`; `found` is how many do."""

    def __init__(self, columns: Sequence[str], found: int) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)
        self.found = found


class Ambiguous(ColumnsRefused):
    """Several headers could be one column: `column` and its `headers`."""

    def __init__(self, column: str, headers: Sequence[str]) -> None:
        super().__init__(f"{column}: {', '.join(headers)}")
        self.column = column
        self.headers = tuple(headers)


def match_columns(
    headers: Sequence[str], named: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The place of each of our columns among these headers, counted from 0.

    `named` are headers that the importer was told; they are taken as they are. Blanks
    and line breaks within a header don't count, nor whether signs are full-width, nor
    what stands in brackets at its end, such as 法定时限（工作日）. Refuses with
    Missing, or with Ambiguous where several could be a column and none is our own, or
    where one stands twice.
    """
    told = named or {}
    there = _Headers(headers)
    found: dict[str, int] = {}
    for column in COLUMNS:
        names = [told[column]] if column in told else HEADERS[column]
        place = there.place(column, names)
        if place is not None:
            found[column] = place
    wanted = {*NEEDED, *told}
    if lacking := [column for column in COLUMNS if column in wanted - found.keys()]:
        raise Missing(lacking, len(found))
    return found


class _Headers:
    """Where each header stands, by its plain spelling, with brackets and without."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._headers = headers
        self._places: dict[str, list[int]] = {}
        for place, header in enumerate(headers):
            plain = plain_header(header)
            for spelling in {plain, BRACKETS.sub("", plain)} - {""}:
                self._places.setdefault(spelling, []).append(place)

    def place(self, column: str, names: Sequence[str]) -> int | None:
        """Where the column stands; our own header wins over its synonyms."""
        ours, *synonyms = (plain_header(name) for name in names)
        met = self._places.get(ours) or [
            place for name in synonyms for place in self._places.get(name, ())
        ]
        if len(set(met)) > 1:
            raise Ambiguous(column, [self._headers[place].strip() for place in met])
        return met[0] if met else None


def plain_header(header: str) -> str:
    """A header without blanks, breaks, marks of what must be filled in, wide signs."""
    return half_width("".join(header.split())).strip("*:※")
