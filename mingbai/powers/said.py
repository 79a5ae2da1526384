"""What a power says to a reader: one list of fields for versions, drafts and lists.

The fields follow what county registers (权责清单, 职权目录) publish, as
`docs/reference/power-fields.md` tells with their official Chinese terms.
"""

from dataclasses import dataclass, fields
from typing import Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.places.models import Body, PlaceOwned, Post

# The government ten, public service, and the kinds of Party posts, bodies and
# departments (as Xicheng named them in 2010).
CATEGORIES: Final = (
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政给付",
    "行政检查",
    "行政确认",
    "行政奖励",
    "行政裁决",
    "其他行政权力",
    "公共服务",
    "集体决策",
    "贯彻执行权",
    "集体决策参与权",
    "重要事项建议权",
    "干部酝酿参与权",
    "分管工作领导权",
)
RISK_GRADES: Final = ("高", "中", "低")


class Said(PlaceOwned):
    """The words of a power; abstract, for a version and for a draft of one."""

    name = models.CharField(max_length=200)
    # The sub-item (子项) of a power that has several.
    item = models.CharField(max_length=200, blank=True)
    # Exactly one of the two holds the power.
    holder_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="%(model_name)ss",
    )
    holder_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="%(model_name)ss",
    )
    category = models.CharField(max_length=48, blank=True)
    # What it is about, in a citizen's word, such as 教育.
    matter = models.CharField(max_length=24, blank=True)
    explanation = models.TextField(blank=True)
    # One entry a line, in all the texts below.
    basis = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    prohibitions = models.TextField(blank=True)
    statutory_limit = models.CharField(max_length=48, blank=True)
    promised_limit = models.CharField(max_length=48, blank=True)
    rights = models.TextField(blank=True)
    duty_items = models.TextField(blank=True)
    accountability = models.TextField(blank=True)
    # `risk point|grade|measure`, one a line.
    risks = models.TextField(blank=True)
    circle = models.CharField(max_length=24, blank=True)
    openness_form = models.CharField(max_length=96, blank=True)
    openness_time = models.CharField(max_length=96, blank=True)
    telephone = models.CharField(max_length=32, blank=True)
    section = models.CharField(max_length=96, blank=True)
    # A post, never a person: persons come and go with their tenures.
    responsible = models.CharField(max_length=96, blank=True)

    class Meta(PlaceOwned.Meta):
        abstract = True

    @property
    def holder(self) -> Post | Body:
        """The post or body that holds the power."""
        holder = self.holder_post or self.holder_body
        assert holder is not None, "a constraint of the model"
        return holder


ONE_HOLDER: Final = Q(holder_post__isnull=True, holder_body__isnull=False) | Q(
    holder_post__isnull=False, holder_body__isnull=True
)


@dataclass(frozen=True)
class Risk:
    """An integrity risk point, its grade and the measure against it."""

    point: str
    grade: str
    measure: str


@dataclass(frozen=True)
class BasisEntry:
    """A rule a power rests on: its title, the article, and the words after it."""

    law: str
    article: str
    text: str


@dataclass(frozen=True)
class Statement:
    """What a power says, as a value: to be drafted, compared, published, exported."""

    name: str
    holder: Post | Body
    item: str = ""
    category: str = ""
    matter: str = ""
    explanation: str = ""
    basis: str = ""
    conditions: str = ""
    prohibitions: str = ""
    statutory_limit: str = ""
    promised_limit: str = ""
    rights: str = ""
    duty_items: str = ""
    accountability: str = ""
    risks: str = ""
    circle: str = ""
    openness_form: str = ""
    openness_time: str = ""
    telephone: str = ""
    section: str = ""
    responsible: str = ""

    @classmethod
    def of(cls, row: Said) -> Self:
        """What a version or a draft says."""
        return cls(holder=row.holder, **{one: getattr(row, one) for one in TEXTS})

    def texts(self) -> dict[str, str]:
        """The texts by the names of their fields."""
        return {one: getattr(self, one) for one in TEXTS}

    def columns(self) -> dict[str, object]:
        """Values for the columns of `Said`."""
        is_post = isinstance(self.holder, Post)
        return {
            **self.texts(),
            "holder_post": self.holder if is_post else None,
            "holder_body": None if is_post else self.holder,
        }


# Everything but the holder is a plain text.
TEXTS: Final = tuple(one.name for one in fields(Statement) if one.name != "holder")

WORDS: Final = {
    "name": _("Name of the power"),
    "item": _("Sub-item"),
    "holder": _("Exercising body or post"),
    "category": _("Category"),
    "matter": _("Matter"),
    "explanation": _("Explanation"),
    "basis": _("Basis"),
    "conditions": _("Conditions"),
    "prohibitions": _("What it may not do"),
    "statutory_limit": _("Statutory limit"),
    "promised_limit": _("Promised limit"),
    "rights": _("Rights of those concerned"),
    "duty_items": _("Duty items"),
    "accountability": _("Accountability"),
    "risks": _("Integrity risk points"),
    "circle": _("Disclosure circle"),
    "openness_form": _("Form of disclosure"),
    "openness_time": _("Time of disclosure"),
    "telephone": _("Supervision telephone"),
    "section": _("Undertaking section"),
    "responsible": _("Responsible post"),
}


@dataclass(frozen=True)
class Difference:
    """One field that two statements put differently."""

    field: str
    before: str
    after: str

    @property
    def word(self) -> str:
        """The field as a reader knows it."""
        return str(WORDS[self.field])


def differences(before: Statement, after: Statement) -> list[Difference]:
    """What changed, in the order of the fields; empty when both say the same."""
    found = [
        Difference(one, getattr(before, one), getattr(after, one))
        for one in TEXTS
        if getattr(before, one) != getattr(after, one)
    ]
    if before.holder != after.holder:
        found.insert(1, Difference("holder", str(before.holder), str(after.holder)))
    return found


def lines_of(text: str) -> list[str]:
    """The entries of a text that has one a line; blank lines don't count."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def risks_of(text: str) -> list[Risk]:
    """The risk points of a text; a line without grade or measure has empty ones."""
    found = []
    for line in lines_of(text):
        point, _bar, rest = line.replace("｜", "|").partition("|")
        grade, _bar, measure = rest.partition("|")
        found.append(Risk(point.strip(), grade.strip(), measure.strip()))
    return found


def basis_of(text: str) -> list[BasisEntry]:
    """The rules of a text, such as `《公务员法》第四十五条：…`."""
    return [_entry(line) for line in lines_of(text)]


def _entry(line: str) -> BasisEntry:
    if not line.startswith("《") or "》" not in line:
        return BasisEntry(law="", article="", text=line)
    title, _sign, rest = line.partition("》")
    article, sign, text = rest.partition("：")
    if sign:
        return BasisEntry(f"{title}》", article.strip(), text.strip())
    return BasisEntry(f"{title}》", rest.strip(), "")
