"""Letting the database know how its rows lie, so that it picks its indexes well."""

from django.db import connection


def refresh_statistics() -> None:
    """Have SQLite count its rows anew; PostgreSQL does that by itself.

    Call it after a large import, and now and then.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
