"""Importing a list of powers at the desk: hand in, look at it, confirm."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mingbai.powers.bring_list import bring_list, propose_missing
from mingbai.powers.read_list import PowerList
from mingbai.ui.parts import Crumb, Tally
from mingbai.web.desk.duty_forms import day_field
from mingbai.web.desk.import_preview import SHOWN, ListRefused, Preview, preview_of
from mingbai.web.desk.pages import DeskRequest, desk_page, render_desk
from mingbai.web.desk.upload import MOST_BYTES, SealBroken, Upload, seal, unseal

# One press writes so many drafts: other people's letters wait no longer for it.
BATCH: Final = 100


class FileForm(forms.Form):
    """The list itself."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An .xlsx workbook or a CSV file of at most 8 MB, as your office has it:"
            " titles above the header and merged cells are no harm. Nothing is written"
            " before you have seen what it would do."
        ),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("There is nothing in the file."),
            "missing": _("Please choose a file."),
            "invalid": _("Please choose a file."),
            "max_length": _("The name of the file is too long; shorten it."),
        },
        max_length=255,
    )

    def clean_file(self) -> Upload:
        """The bytes; refuses more than 8 MB."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if given.size is None or given.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than 8 MB; divide it into several.")
            )
        return Upload(str(given.name), given.read())


class ConfirmForm(forms.Form):
    """What shall be done with the list."""

    since = day_field(
        _("From which day new powers hold"),
        hint=_("Changes of present powers hold from their approval, or a later day."),
    )
    propose = forms.BooleanField(
        label=_("Propose the repeal of what the list no longer has"),
        help_text=_("Only when the list is whole. Two people decide on each."),
        required=False,
    )


@dataclass(frozen=True)
class HandedIn:
    """A list on its way through the steps."""

    upload: Upload
    preview: Preview
    found: PowerList


@desk_page
def power_import(request: DeskRequest) -> HttpResponse:
    """The three steps, all at one address."""
    if request.method != "POST":
        return _file_page(request, FileForm())
    if "confirm" not in request.POST:
        return _looked_at(request)
    try:
        upload = _again(request)
    except SealBroken:
        form = FileForm(request.POST, request.FILES)
        problem = gettext(
            "Please hand the file in once more; too much time has passed."
        )
        if "digest" in request.POST and "file" in request.FILES:
            problem = gettext("This is another file than the one you looked at.")
        form.add_error("file", problem)
        return _file_page(request, form, status=409)
    return _confirmed(request, upload)


def _looked_at(request: DeskRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, form)
    upload: Upload = form.cleaned_data["file"]
    try:
        preview, found = preview_of(upload, request.officer, request.today)
    except ListRefused as refusal:
        return _file_page(request, FileForm(), refusal=refusal, name=upload.name)
    confirm = ConfirmForm(initial={"since": request.today})
    return _preview_page(request, HandedIn(upload, preview, found), confirm)


def _again(request: DeskRequest) -> Upload:
    """The same list once more: sealed, or handed in again; raises SealBroken."""
    if sealed := request.POST.get("sealed", ""):
        return unseal(sealed, request.officer.user)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise SealBroken
    upload: Upload = form.cleaned_data["file"]
    if not upload.is_the_same_as(request.POST.get("digest", "")):
        raise SealBroken
    return upload


def _confirmed(request: DeskRequest, upload: Upload) -> HttpResponse:
    try:
        preview, found = preview_of(upload, request.officer, request.today)
    except ListRefused as refusal:
        # A body was renamed or merged meanwhile.
        return _file_page(request, FileForm(), refusal=refusal, name=upload.name)
    handed_in = HandedIn(upload, preview, found)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _preview_page(request, handed_in, form, status=422)
    written = _write(request, handed_in, form)
    preview, found = preview_of(upload, request.officer, request.today)
    is_over = not preview.todo and not (preview.vanished and _proposes(form))
    if is_over:
        return redirect(
            f"{reverse('desk:drafts')}?imported={written + _before(request)}"
        )
    rest = HandedIn(upload, preview, found)
    return _preview_page(request, rest, form, written=written + _before(request))


def _write(request: DeskRequest, handed_in: HandedIn, form: ConfirmForm) -> int:
    """As many drafts as one press may write; returns how many these were."""
    todo = handed_in.preview.todo[:BATCH]
    brought = bring_list(
        by=request.officer,
        at=request.at,
        rows=todo,
        since=form.cleaned_data["since"],
        as_drafts=True,
    )
    written = brought.new + brought.changed
    left = BATCH - len(todo)
    if left and _proposes(form):
        written += len(
            propose_missing(
                by=request.officer,
                at=request.at,
                rows=handed_in.found.rows,
                at_most=left,
            )
        )
    return written


def _proposes(form: ConfirmForm) -> bool:
    return bool(form.cleaned_data["propose"])


def _before(request: DeskRequest) -> int:
    """How many drafts the presses before this one wrote, as the page remembers it."""
    said = request.POST.get("written", "")
    return int(said) if said.isdecimal() and len(said) <= 6 else 0


def _file_page(
    request: DeskRequest,
    form: FileForm,
    *,
    refusal: ListRefused | None = None,
    name: str = "",
    status: int = 422,
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "sentences": refusal.sentences[:SHOWN] if refusal else [],
        "more": max(len(refusal.sentences) - SHOWN, 0) if refusal else 0,
        "name": name,
        "above": _above(),
    }
    code = status if form.is_bound or refusal else 200
    return render_desk(request, "desk/power_import.html", context, status=code)


def _preview_page(
    request: DeskRequest,
    handed_in: HandedIn,
    form: ConfirmForm,
    *,
    written: int = 0,
    status: int = 200,
) -> HttpResponse:
    upload, preview = handed_in.upload, handed_in.preview
    small = upload.is_small
    context: dict[str, Any] = {
        "form": form,
        "file_form": None if small else FileForm(),
        "name": upload.name,
        "sealed": seal(upload, request.officer.user, request.today) if small else "",
        "digest": "" if small else upload.digest,
        "preview": preview,
        "new": preview.new[:SHOWN],
        "changed": preview.changed[:SHOWN],
        "shown": SHOWN,
        "batch": BATCH,
        "is_long": len(preview.todo) > BATCH,
        "written": written,
        "tallies": _tallies(preview),
        "above": [
            *_above(),
            Crumb(gettext("Import a list"), reverse("desk:power-import")),
        ],
    }
    return render_desk(
        request, "desk/power_import_preview.html", context, status=status
    )


def _tallies(preview: Preview) -> list[Tally]:
    return [
        Tally(gettext("New"), len(preview.new), "#new" if preview.new else ""),
        Tally(
            gettext("Changed"),
            len(preview.changed),
            "#changed" if preview.changed else "",
        ),
        Tally(gettext("Unchanged"), preview.unchanged),
        Tally(gettext("Draft waits already"), preview.waiting),
        Tally(
            gettext("No longer in the list"),
            len(preview.vanished),
            "#vanished" if preview.vanished else "",
            is_alarm=True,
        ),
        Tally(gettext("Without an explanation"), preview.unexplained, is_alarm=True),
    ]


def _above() -> list[Crumb]:
    return [Crumb(gettext("Register of powers"), reverse("desk:powers"))]
