"""The least Django there is: one view, the PostgreSQL driver loaded, nothing else."""

import django
import psycopg
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
    return HttpResponse(f"{request.path} {psycopg.__version__} {django.__version__}")


urlpatterns = [path("", view)]

# Django finds this very module as its settings: all names above stand already.
application = get_wsgi_application()
