"""What stands in the sections of a power's page, and what its list left unsaid."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from mingbai.powers.models import PowerVersion
from mingbai.powers.said import (
    WORDS,
    BasisEntry,
    Risk,
    basis_of,
    lines_of,
    risks_of,
)
from mingbai.ui.page import MenuItem
from mingbai.ui.parts import Fact

# Beside a grade, which is said in words too.
TONES: Final = {"高": "red", "中": "amber"}
# What a citizen misses when a list doesn't say it; of the basis its section says so.
EXPECTED: Final = (
    "conditions",
    "prohibitions",
    "statutory_limit",
    "promised_limit",
    "rights",
    "duty_items",
    "accountability",
    "risks",
    "circle",
    "telephone",
    "section",
    "responsible",
)


@dataclass(frozen=True)
class RiskLine:
    """A risk point as its table shows it."""

    risk: Risk
    tone: str


@dataclass(frozen=True)
class Sections:
    """All that a version says, section by section; empty ones are not shown."""

    version: PowerVersion

    @property
    def basis(self) -> list[BasisEntry]:
        """The rules it rests on."""
        return basis_of(self.version.basis)

    @property
    def conditions(self) -> list[str]:
        """When it may be used."""
        return lines_of(self.version.conditions)

    @property
    def prohibitions(self) -> list[str]:
        """What its holder may not do."""
        return lines_of(self.version.prohibitions)

    @property
    def limits(self) -> list[Fact]:
        """How long it may take, by law and as promised."""
        return self._facts("statutory_limit", "promised_limit")

    @property
    def has_bounds(self) -> bool:
        """Whether anything bounds it."""
        return bool(self.conditions or self.prohibitions or self.limits)

    @property
    def rights(self) -> list[str]:
        """What those concerned may ask for."""
        return lines_of(self.version.rights)

    @property
    def duty_items(self) -> list[str]:
        """What its holder must do."""
        return lines_of(self.version.duty_items)

    @property
    def accountability(self) -> list[str]:
        """When its holder is called to account."""
        return lines_of(self.version.accountability)

    @property
    def risks(self) -> list[RiskLine]:
        """Where it may be abused, and what is done against that."""
        return [
            RiskLine(risk, TONES.get(risk.grade, "quiet"))
            for risk in risks_of(self.version.risks)
        ]

    @property
    def openness(self) -> list[Fact]:
        """To whom, how and when its use is made known."""
        return self._facts("circle", "openness_form", "openness_time")

    @property
    def hands(self) -> list[Fact]:
        """Who does the work, who answers for it, whom to call."""
        return self._facts("section", "responsible", "telephone")

    @property
    def unsaid(self) -> str:
        """The words of what the list does not say; empty when it says all."""
        missing = [
            str(WORDS[one]) for one in EXPECTED if not getattr(self.version, one)
        ]
        return "、".join(missing)

    @property
    def anchors(self) -> list[MenuItem]:
        """The sections that are there, in the order of the page."""
        there = (
            ("what", gettext("What this power is"), True),
            ("bounds", gettext("Bounds"), self.has_bounds),
            ("basis", gettext("Basis"), True),
            ("rights", gettext("Your rights"), bool(self.rights)),
            (
                "duties",
                gettext("Duties"),
                bool(self.duty_items or self.accountability),
            ),
            ("risks", gettext("Risk points"), bool(self.risks)),
            ("hands", gettext("Openness and supervision"), self.has_openness),
            ("versions", gettext("Versions"), True),
            ("proof", gettext("Proof"), True),
        )
        return [
            MenuItem(label, f"#{name}") for name, label, is_there in there if is_there
        ]

    @property
    def has_openness(self) -> bool:
        """Whether anything is said of it."""
        return bool(self.openness or self.hands)

    def _facts(self, *names: str) -> list[Fact]:
        return [
            Fact(str(WORDS[one]), getattr(self.version, one))
            for one in names
            if getattr(self.version, one)
        ]
