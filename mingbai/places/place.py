"""The place itself: a row to which all others belong, and its host names."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mingbai.lib.guard import Guard
from mingbai.lib.uuid7 import uuid7


class Place(models.Model):
    """A district or county: everything else in the database belongs to one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=32, unique=True)
    name = models.CharField(max_length=32)
    site_name = models.CharField(max_length=32)
    promise = models.CharField(max_length=40)
    seal = models.CharField(max_length=2)
    # A dated attribute, never a key: codes change every year.
    area_code = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=32, default="Asia/Shanghai")
    # The name of the public log, as strangers' verifiers read it.
    origin = models.CharField(max_length=96, unique=True)
    reply_working_days = models.PositiveSmallIntegerField(default=15)
    pine = models.CharField(max_length=7)
    pine_dark = models.CharField(max_length=7)
    pine_light = models.CharField(max_length=7)
    office = models.CharField(max_length=32)
    office_telephone = models.CharField(max_length=32, blank=True)
    office_address = models.CharField(max_length=96, blank=True)
    office_hours = models.CharField(max_length=96, blank=True)
    commission_name = models.CharField(max_length=64)
    commission_address = models.CharField(max_length=96, blank=True)
    commission_postcode = models.CharField(max_length=6, blank=True)
    commission_telephone = models.CharField(max_length=32, blank=True)
    commission_hours = models.CharField(max_length=96, blank=True)

    guard: ClassVar[Guard] = Guard(scope="", sequencer="select", inspection="select")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_working_days__gte=1, reply_working_days__lte=90),
                name="place_answers_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name under which a place is served."""

    name = models.CharField(max_length=253, primary_key=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="hosts")

    guard: ClassVar[Guard] = Guard(scope="", inspection="select")

    def __str__(self) -> str:
        return self.name
