"""What the keys of the desk do, for those who open it as a page."""

from django.http import HttpResponse
from django.shortcuts import render

from mingbai.web.desk.pages import DeskRequest, desk_page


@desk_page
def keys(request: DeskRequest) -> HttpResponse:
    """The keys, one by one."""
    return render(request, "desk/keys.html")
