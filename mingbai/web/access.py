"""Who may open which address, and by which methods: one table, deny by default.

The middleware refuses an address without a row and a method its row does not name;
`desk_page` asks for sign-in and duty. A test tries every row as every role.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from mingbai.accounts.models import DutyKind
from mingbai.places.actors import Officer

READ: Final = frozenset({"GET", "HEAD"})
FORM: Final = frozenset({"GET", "HEAD", "POST"})
POST: Final = frozenset({"POST"})

# Who writes what a power shall say, and who can be the second person.
WRITERS: Final = (DutyKind.EDITOR, DutyKind.OFFICER)
KEEPERS: Final = (*WRITERS, DutyKind.ADMINISTRATOR)
# Who takes letters in hand, and who sees how all of them fare.
CLAIMERS: Final = (DutyKind.REGISTRAR, DutyKind.OFFICER)
OVERSEERS: Final = (DutyKind.REGISTRAR, DutyKind.SUPERVISOR)
TEMPLATE_KEEPERS: Final = (*CLAIMERS, DutyKind.ADMINISTRATOR)


class Gate(Enum):
    """What somebody must have passed before a page is shown."""

    OPEN = "open"  # nothing: the public
    SIGN_IN = "sign-in"  # on the way in: allauth decides step by step
    DESK = "desk"  # password and second factor


@dataclass(frozen=True)
class Access:
    """One row of the table. No duties named: every official behind that gate."""

    gate: Gate
    methods: frozenset[str] = READ
    duties: frozenset[DutyKind] = frozenset()

    def admits(self, officer: Officer) -> bool:
        """Whether the duties of the day open it."""
        return not self.duties or officer.has(*self.duties)


def public(methods: frozenset[str] = READ) -> Access:
    """Open to everybody."""
    return Access(Gate.OPEN, methods)


def sign_in(methods: frozenset[str] = FORM) -> Access:
    """A step of signing in."""
    return Access(Gate.SIGN_IN, methods)


def desk(*duties: DutyKind, methods: frozenset[str] = READ) -> Access:
    """For officials with one of these duties; for all of them when none is named."""
    return Access(Gate.DESK, methods, frozenset(duties))


ACCESS: Final[Mapping[str, Access]] = {
    # The public.
    "public:home": public(),
    "public:look-css": public(),
    "public:look-choose": public(),
    "public:power-list": public(),
    "public:power-list-bodies": public(),
    "public:power-list-categories": public(),
    "public:power-list-matters": public(),
    "public:power-search": public(),
    "public:power-changes": public(),
    "public:power-changes-month": public(),
    "public:power-changes-months": public(),
    "public:power-changes-between": public(),
    "public:power-compare": public(),
    "public:power": public(),
    "public:body": public(),
    "public:leader": public(),
    "public:letters": public(),
    "public:letter-write": public(FORM),
    "public:letter-look-up": public(FORM),
    "public:letter-act": public(POST),
    "public:letter-late": public(),
    "public:letter-promises": public(),
    "public:verify": public(FORM),
    "public:verify-proof": public(POST),
    "public:report": public(),
    "public:about": public(),
    "public:grants": public(),
    "public:accessibility": public(),
    # Programs.
    "api:ledger-checkpoint": public(),
    "api:ledger-tile": public(),
    "api:power-list-csv": public(),
    "api:power-list-xlsx": public(),
    "api:power-list-json": public(),
    "api:popolo": public(),
    "api:power-feed": public(),
    "api:health": public(),
    # Signing in. Only these of allauth's addresses exist.
    "account_login": sign_in(),
    "account_logout": sign_in(),
    "mfa_authenticate": sign_in(),
    "mfa_activate_totp": sign_in(),
    "mfa_deactivate_totp": sign_in(),
    "mfa_reauthenticate": sign_in(),
    # The desk of every official.
    "desk:queue": desk(),
    "desk:find": desk(),
    "desk:supervision": desk(DutyKind.SUPERVISOR),
    "desk:next": desk(*CLAIMERS, methods=POST),
    "desk:notices": desk(),
    "desk:notices-seen": desk(methods=POST),
    "desk:keys": desk(),
    # The register of letters.
    "desk:register": desk(*OVERSEERS),
    "desk:register-xlsx": desk(*OVERSEERS),
    # Which letters is a question for the policy, letter by letter.
    "desk:letter": desk(),
    "desk:letter-act": desk(methods=POST),
    # What the place decides about all letters; answers to begin with.
    "desk:letter-rules": desk(DutyKind.ADMINISTRATOR),
    "desk:letter-limits": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:letter-approval": desk(DutyKind.ADMINISTRATOR, methods=POST),
    "desk:templates": desk(*TEMPLATE_KEEPERS),
    "desk:template-new": desk(*TEMPLATE_KEEPERS, methods=FORM),
    "desk:template": desk(*TEMPLATE_KEEPERS, methods=FORM),
    "desk:template-delete": desk(*TEMPLATE_KEEPERS, methods=POST),
    "desk:account": desk(),
    "desk:password-change": desk(methods=FORM),
    # The register of powers. Whose power it is, is a question for the policy.
    "desk:powers": desk(*KEEPERS),
    "desk:power-new": desk(*WRITERS, methods=FORM),
    "desk:power-import": desk(*WRITERS, methods=FORM),
    "desk:power-change": desk(*WRITERS, methods=FORM),
    "desk:power-repeal": desk(*WRITERS, methods=FORM),
    "desk:drafts": desk(*KEEPERS),
    "desk:draft": desk(*KEEPERS),
    "desk:draft-change": desk(*WRITERS, methods=FORM),
    "desk:draft-decide": desk(*KEEPERS, methods=POST),
    "desk:powers-move": desk(DutyKind.EDITOR, methods=FORM),
    # Bodies, posts, and who holds them.
    "desk:posts": desk(DutyKind.ADMINISTRATOR),
    "desk:post": desk(DutyKind.ADMINISTRATOR),
    "desk:body": desk(DutyKind.ADMINISTRATOR),
    "desk:post-rank": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:post-appoint": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:portfolio-give": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:tenure-end": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:portfolio-end": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:body-found": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:body-rename": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:body-merge": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:post-create": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:seat-give": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:seat-rank": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:seat-leave": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    # Duties are granted and ended by administrators, two at a time.
    "desk:duties": desk(DutyKind.ADMINISTRATOR),
    "desk:duty-ask": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:duty-end": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:factor-reset": desk(DutyKind.ADMINISTRATOR, methods=FORM),
    "desk:duty-decide": desk(DutyKind.ADMINISTRATOR, methods=POST),
    "desk:user-create": desk(DutyKind.ADMINISTRATOR, methods=FORM),
}


class NoRow(LookupError):
    """The address stands in no row, so nobody may open it."""


def access_to(name: str) -> Access:
    """The row of a URL name; raises NoRow."""
    try:
        return ACCESS[name]
    except KeyError:
        raise NoRow(name) from None


class AccessMiddleware:
    """Lets no request reach a view but by a method that the table names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """None, and the request goes on; 405; or NoRow, which nobody may open."""
        match = request.resolver_match
        access = access_to(match.view_name if match else "")
        if request.method not in access.methods:
            return HttpResponseNotAllowed(sorted(access.methods))
        return None
