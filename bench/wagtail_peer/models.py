"""One page model: the whole list, a body's section or a power, by its depth."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from wagtail.fields import RichTextField
from wagtail.models import Page

from bench.power_texts import PER_PAGE


class PowerPage(Page):
    """A power, or a page that lists all the powers below it."""

    code = models.CharField(max_length=64, blank=True)
    holder = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=48, blank=True)
    body = RichTextField(blank=True)

    template = "power_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """With the powers below, in pages as Wagtail's own tutorial cuts them."""
        context = super().get_context(request, *args, **kwargs)
        if not self.body:
            below = PowerPage.objects.descendant_of(self).live().exclude(code="")
            context["powers"] = Paginator(below, PER_PAGE).get_page(
                request.GET.get("page")
            )
        return context
