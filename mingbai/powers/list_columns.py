"""Which columns of an office's own spreadsheet mean what: headers and their synonyms.

County offices keep 权责清单 workbooks under a few dozen headers; these are the ones
that importers for them have met.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from mingbai.powers.said import TEXTS

NEEDED: Final = ("code", "name", "holder")
OPTIONAL: Final = tuple(text for text in TEXTS if text != "name")
COLUMNS: Final = (*NEEDED, *OPTIONAL)

# Our own headers first: they win over a synonym beside them.
HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("职权编码", "事项编码", "权力编码", "实施编码"),
    "name": ("职权名称", "事项名称", "权责事项名称", "权力事项名称"),
    "holder": ("行使主体", "实施主体", "责任主体", "部门名称"),
    "category": (
        "职权类别",
        "职权类型",
        "权力类型",
        "权力类别",
        "事项类型",
        "权责类型",
    ),
    "explanation": ("职权说明", "事项说明", "权力说明"),
    "basis": ("职权依据", "实施依据", "设定依据", "法律依据", "权力依据"),
    "item": ("子项", "子项名称"),
    "matter": ("事项领域", "领域"),
    "conditions": ("行使条件", "受理条件"),
    "prohibitions": ("不得事项", "禁止事项"),
    "statutory_limit": ("法定时限", "法定期限", "法定办结时限"),
    "promised_limit": ("承诺时限", "承诺期限", "承诺办结时限"),
    "rights": ("相对人权利",),
    "duty_items": ("责任事项", "责任事项内容", "责任内容"),
    "accountability": ("追责情形", "问责情形"),
    "risks": ("风险点", "廉政风险点"),
    "circle": ("公开范围",),
    "openness_form": ("公开形式", "公开方式"),
    "openness_time": ("公开时限",),
    "telephone": ("监督电话", "投诉电话"),
    "section": ("承办机构", "承办科室", "责任科室", "内设机构"),
    "responsible": ("责任人", "责任岗位"),
}


class ColumnsRefused(Exception):
    """The headers can't be matched; subclasses say why."""


class Missing(ColumnsRefused):
    """Needed columns that no header names, in `columns`."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = tuple(columns)


class Ambiguous(ColumnsRefused):
    """Several headers could be one column: `column` and its `headers`."""

    def __init__(self, column: str, headers: Sequence[str]) -> None:
        super().__init__(f"{column}: {', '.join(headers)}")
        self.column = column
        self.headers = tuple(headers)


def match_columns(
    headers: Sequence[str], named: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The header of each of our columns that the sheet has.

    `named` are headers that the importer was told; they are taken as they are. Blanks
    and line breaks within a header don't count. Refuses with Missing, or with
    Ambiguous where two synonyms stand side by side and none is our own header.
    """
    told = named or {}
    there = {"".join(header.split()): header for header in headers}
    found: dict[str, str] = {}
    for column in COLUMNS:
        header = _told(told[column], there) if column in told else _known(column, there)
        if header:
            found[column] = header
    wanted = {*NEEDED, *told}
    if lacking := [column for column in COLUMNS if column in wanted - found.keys()]:
        raise Missing(lacking)
    return found


def _told(header: str, there: Mapping[str, str]) -> str:
    return there.get("".join(header.split()), "")


def _known(column: str, there: Mapping[str, str]) -> str:
    ours, *synonyms = HEADERS[column]
    if ours in there:
        return there[ours]
    met = [there[header] for header in synonyms if header in there]
    if len(met) > 1:
        raise Ambiguous(column, met)
    return met[0] if met else ""
