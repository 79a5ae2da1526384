"""What every page needs to be told: whose site it is, its menu, who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class MenuItem:
    """A word of a menu, of tabs or of a row of anchors."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class Site:
    """The place as its header and footer show it: context variable `site`.

    What is empty is not shown: a page offers only what works.
    """

    site_name: str
    promise: str
    seal: str  # two characters
    office: str  # who answers for the content
    office_telephone: str
    commission: str  # who supervises
    commission_telephone: str = ""
    sms_number: str = ""
    sponsor: str = ""  # 主办单位
    site_identification: str = ""  # 党政机关网站标识码
    filing_number: str = ""  # ICP 备案号
    home_href: str = "/"
    verify_href: str = ""
    about_href: str = ""
    accessibility_href: str = ""
    search_href: str = ""


@dataclass(frozen=True)
class Proof:
    """What the footer says of this very page's proof: optional context `proof`."""

    title: str
    text: str


@dataclass(frozen=True)
class Staff:
    """The signed-in officer as the desk's header shows them: context `staff`."""

    name: str
    duty: str  # "Registrar, Petition Office"
    sign_out_href: str
    security_href: str = ""
    key: str = ""  # what a browser keeps for this official is kept under it


@dataclass(frozen=True)
class Tools:
    """What stands at hand on every page of the desk: context `tools`.

    What is empty is not offered. `unseen` is asked only when it is drawn.
    """

    notices_href: str
    unseen: Callable[[], int]
    keys_href: str
    find_href: str = ""
    next_href: str = ""
