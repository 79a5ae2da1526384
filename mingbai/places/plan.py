"""The plan of a new place: `read_plan` makes it of a TOML file and checks it whole.

The format stands in docs/reference/place-file.md. A plan that can be had at all can
be opened: `PlanRefused` lists everything that is wrong, entry by entry.
"""

from dataclasses import dataclass
from datetime import date

from mingbai.places.plan_reader import Problem
from mingbai.ui.look import Theme


class PlanRefused(Exception):
    """The file can't be a plan; `problems` lists (where, what) in the clerk's words."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in problems))
        self.problems = problems


@dataclass(frozen=True)
class CommissionPlan:
    """The discipline commission's address for reports of abuse."""

    name: str
    address: str
    postcode: str
    telephone: str
    hours: str


@dataclass(frozen=True)
class BodyPlan:
    """An organisation; `parent` is a slug, or empty at a root."""

    slug: str
    name: str
    short_name: str
    kind: str
    parent: str
    precedence: int
    telephone: str
    address: str
    duty: str


@dataclass(frozen=True)
class PostPlan:
    """An office, its seat in a leading group, and the bodies it leads from a day."""

    slug: str
    name: str
    short_name: str
    body: str
    precedence: int
    leading_group: str
    rank_in_group: int
    leads: tuple[str, ...]
    # None when the post leads nothing.
    since: date | None
    duty: str


@dataclass(frozen=True)
class PersonPlan:
    """A person in a post; entries of one name are one person."""

    name: str
    post: str
    since: date
    # None: holds it until further notice.
    until: date | None
    shared: bool


@dataclass(frozen=True)
class AdministratorPlan:
    """One of the two first administrators."""

    login: str
    name: str


@dataclass(frozen=True)
class DutyPlan:
    """What an account may do; a body for officers, a post for leaders."""

    kind: str
    body: str
    post: str


@dataclass(frozen=True)
class AccountPlan:
    """An account of staff; `person` is a name of the plan, or empty."""

    login: str
    name: str
    person: str
    duties: tuple[DutyPlan, ...]


@dataclass(frozen=True)
class PlacePlan:
    """Everything that a place begins with."""

    slug: str
    name: str
    site_name: str
    promise: str
    seal: str
    area_code: str
    time_zone: str
    hosts: tuple[str, ...]
    origin: str
    reply_working_days: int
    office: str
    office_telephone: str
    office_address: str
    office_hours: str
    theme: Theme
    commission: CommissionPlan
    bodies: tuple[BodyPlan, ...] = ()
    posts: tuple[PostPlan, ...] = ()
    persons: tuple[PersonPlan, ...] = ()
    administrators: tuple[AdministratorPlan, ...] = ()
    accounts: tuple[AccountPlan, ...] = ()
