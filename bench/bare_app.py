"""The least Django there is: one view, the PostgreSQL driver loaded, nothing else."""

import django
import psycopg
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

SECRET_KEY = "bench"  # it signs nothing
ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["*"]
DEBUG = False
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "bench"}}


def view(request: HttpRequest) -> HttpResponse:
    """Something short."""
    return HttpResponse(f"{request.path} {psycopg.__name__} {django.VERSION}")


urlpatterns = [path("", view)]

# Django imports this module once as the settings, granian once more for the server.
application = get_wsgi_application() if settings.configured else None
