"""The Django application, so that templates, tags and static files are found."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of every page; it has no models."""

    name = "mingbai.ui"
    label = "ui"
