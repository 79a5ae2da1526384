"""Answers to begin with: what every good one says, with slots for the rest.

`{slots}` are filled from the letter. 【请填写：……】 is left to whoever answers, and the
lint warns until nothing of it stands there. A place writes its own beside them.
"""

from dataclasses import dataclass
from typing import Final

from mingbai.letters.models import Letter

Kind = Letter.Kind

_OPENING: Final = "尊敬的{writer}：\n\n您好！您于{received}"
_CLOSING: Final = (
    "如对以上答复还有疑问，请与我们联系。联系人：{officer}，电话：{telephone}，"
    "地址：{address}。感谢您的来信。\n\n{body}\n{today}"
)


@dataclass(frozen=True)
class DefaultTemplate:
    """An answer with slots for a kind of letter, which every place has."""

    key: str
    name: str
    kind: Letter.Kind
    text: str


def _answer(key: str, name: str, kind: Letter.Kind, middle: str) -> DefaultTemplate:
    return DefaultTemplate(key, name, kind, f"{_OPENING}{middle}\n\n{_CLOSING}")


DEFAULT_TEMPLATES: Final = (
    _answer(
        "consultation",
        "咨询答复",
        Kind.ASK,
        "来信询问“{asked}”（登记编号{number}），来信收悉。现答复如下：\n\n"
        "【请填写：逐点回答所问，写明依据的规定】\n\n"
        "【请填写：接下来怎么办，到哪里办，要带什么；没有就删去】",
    ),
    _answer(
        "complaint",
        "反映事项办理答复",
        Kind.COMPLAIN,
        "来信反映“{asked}”（登记编号{number}），来信收悉。现将办理情况答复如下：\n\n"
        "一、调查经过。【请填写：谁、哪一天、到哪里、怎样查的】\n"
        "二、查明的情况。【请填写：逐点写明属实、部分属实或者不属实】\n"
        "三、处理结果。【请填写：已经怎样处理，依据哪一条规定】\n"
        "四、下一步。【请填写：还要做什么，哪一天以前做完；没有就删去】",
    ),
    _answer(
        "adopted",
        "建议采纳答复",
        Kind.SUGGEST,
        "来信建议“{asked}”（登记编号{number}），来信收悉。现答复如下：\n\n"
        "您的建议我们予以采纳。【请填写：采纳哪些内容，谁研究的，理由是什么】\n\n"
        "【请填写：由谁落实，哪一天以前做完】",
    ),
    _answer(
        "not_adopted",
        "建议未采纳答复",
        Kind.SUGGEST,
        "来信建议“{asked}”（登记编号{number}），来信收悉。现答复如下：\n\n"
        "您的建议我们作了研究，目前未能采纳。"
        "【请填写：谁研究的，为什么不能采纳，依据是什么】\n\n"
        "【请填写：可以部分吸收的内容，或者条件具备以后怎么办；没有就删去】",
    ),
    # 政府信息公开条例 (2019) art. 36 (1), (2): provided, or how to get it.
    _answer(
        "disclosed",
        "信息公开答复（予以公开）",
        Kind.DISCLOSE,
        "来信申请公开“{asked}”（登记编号{number}），来信收悉。"
        "根据《中华人民共和国政府信息公开条例》第三十六条，现答复如下：\n\n"
        "您申请的信息予以公开。【请填写：信息的名称和内容，或者获取的方式、途径和时间】",
    ),
    # Art. 36 (3) to (7): refused, not existing, not ours. 行政复议法 (2023) art. 20 and
    # 23 (4): review within sixty days, and before any action in court; 行政诉讼法
    # art. 45: within fifteen days of the decision on review.
    _answer(
        "not_disclosed",
        "信息公开答复（不予公开、不存在或者不归我们公开）",
        Kind.DISCLOSE,
        "来信申请公开“{asked}”（登记编号{number}），来信收悉。"
        "根据《中华人民共和国政府信息公开条例》第三十六条，现答复如下：\n\n"
        "【请填写：不予公开、信息不存在或者不归我们公开，以及理由和依据的条款；"
        "知道由谁公开的，写明名称和联系方式】\n\n"
        "如不服本答复，可以自收到之日起六十日内，依法向【请填写：行政复议机关】申请行政复议；"
        "对复议决定不服的，可以自收到复议决定书之日起十五日内依法提起行政诉讼。",
    ),
)
