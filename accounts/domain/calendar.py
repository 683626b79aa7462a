"""Dates that follow from other dates. Days are local days of the university."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last one where it has no such day."""
    return day + relativedelta(months=months)


def months_before(day: date, months: int) -> date:
    return day - relativedelta(months=months)


def oldest_within(on: date, months: int) -> date:
    """The earliest day whose `months_after` is not before `on`.

    Not simply `months_before`: what was seen on 29 February holds until 29 August, but six months
    before 31 August is 29 February too.
    """
    day = months_before(on, months)
    return day if months_after(day, months) >= on else day + timedelta(days=1)


def midnight(day: date) -> datetime:
    """The moment at which a local day begins: comparing moments with it needs no conversion."""
    return timezone.make_aware(datetime.combine(day, time.min))
