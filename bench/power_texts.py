"""Rows of an invented list of powers, as long as real ones; plain Python.

Both sides of the comparison read them: our import as a workbook, Wagtail as pages.
"""

from dataclasses import dataclass
from typing import Final

BODIES: Final = 90
# What our list shows on one page.
PER_PAGE: Final = 50

_CATEGORIES: Final = ("行政许可", "行政处罚", "行政检查", "行政确认", "其他行政权力")
_MATTERS: Final = ("教育", "住房", "卫生", "交通", "市场", "环境", "水务", "养老")
_THINGS: Final = (
    *("校外培训场所", "临时占用道路", "食品小作坊", "排水接管", "户外招牌"),
    *("二次供水设施", "养老服务机构", "物业维修资金", "建筑垃圾运输", "公共场所卫生"),
    *("停车场设置", "河道采砂", "特种设备", "公益性墓地", "农贸市场"),
)
_ACTS: Final = ("的审批", "的监督检查", "的登记", "的资格认定", "违法行为的处理")


@dataclass(frozen=True)
class PowerText:
    """One power under the headers of an office's workbook; some 560 characters."""

    code: str
    name: str
    holder: str
    category: str
    matter: str
    explanation: str
    basis: str
    conditions: str
    duty_items: str
    accountability: str
    statutory_limit: str
    promised_limit: str
    telephone: str
    section: str

    @property
    def sections(self) -> dict[str, str]:
        """The long texts under the words that a page puts above them."""
        return {
            "职权说明": self.explanation,
            "职权依据": self.basis,
            "行使条件": self.conditions,
            "责任事项": self.duty_items,
            "追责情形": self.accountability,
            "法定时限": self.statutory_limit,
            "承诺时限": self.promised_limit,
            "监督电话": self.telephone,
            "承办机构": self.section,
        }


HEADERS: Final = (
    *("职权编码", "职权名称", "行使主体", "职权类别", "事项领域", "职权说明"),
    *("职权依据", "行使条件", "责任事项", "追责情形", "法定时限", "承诺时限"),
    *("监督电话", "承办机构"),
)


def body_name(number: int) -> str:
    """The name of one of the BODIES, counted from 0."""
    return f"试点县第{number + 1:03d}服务中心"


def power_text(number: int) -> PowerText:
    """The power of that number; no two are alike, each the same in every run."""
    thing = _THINGS[number % len(_THINGS)]
    act = _ACTS[number // len(_THINGS) % len(_ACTS)]
    name = f"{thing}{act}（第{number + 1}项）"
    article = number % 80 + 1
    return PowerText(
        code=f"SD-{number + 1:06d}",
        name=name,
        holder=body_name(number % BODIES),
        category=_CATEGORIES[number % len(_CATEGORIES)],
        matter=_MATTERS[number % len(_MATTERS)],
        explanation=_explanation(name, thing, number),
        basis=_basis(thing, article),
        conditions=_conditions(thing),
        duty_items=_duty_items(name),
        accountability=_accountability(thing),
        statutory_limit=f"{number % 40 + 20}个工作日",
        promised_limit=f"{number % 15 + 3}个工作日",
        telephone=f"0000-6000 {number % 10_000:04d}",
        section=f"{thing}管理科",
    )


def _explanation(name: str, thing: str, number: int) -> str:
    return (
        f"办理“{name}”时，先看申请人交来的材料是否齐全，不齐的当场一次说清要补什么；"
        f"齐全的当日登记，由两名工作人员到现场查看{thing}的实际情况，拍照并写下意见，"
        f"再由科室集体商量决定。决定不同意的，要写明理由和依据，并告诉申请人可以怎样"
        f"申请复议。每年从办结的事项里抽查{number % 30 + 5}件，结果在网上公布。"
    )


def _basis(thing: str, article: int) -> str:
    return (
        f"《试点省{thing}管理条例》第{article}条：县级人民政府有关主管部门负责本行政区域"
        f"内{thing}的监督管理工作，应当自受理之日起在规定的时限内作出决定。\n"
        f"《试点县{thing}管理办法》第{article % 30 + 1}条：办理机构应当公开条件、程序、"
        "时限和结果，接受社会监督。"
    )


def _conditions(thing: str) -> str:
    return (
        f"申请人有固定的场所和与{thing}相适应的设施；\n"
        "有符合要求的管理人员；\n最近两年内没有因同类事项受过处罚。"
    )


def _duty_items(name: str) -> str:
    return (
        f"受理：公示“{name}”需要的材料，一次性告知补正。\n"
        "审查：核对材料，到现场查看，听取利害关系人的意见。\n"
        "决定：在时限内作出决定，不同意的说明理由。\n"
        "送达：两日内送达并在网上公开。\n监管：建立档案，定期回访。"
    )


def _accountability(thing: str) -> str:
    return (
        f"对符合条件的{thing}申请不予受理的；\n"
        "对不符合条件的作出同意决定的；\n办理中索取或者收受财物的。"
    )
