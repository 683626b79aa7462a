"""Dates that follow from other dates. Days are local days of the university."""

from datetime import date

from dateutil.relativedelta import relativedelta


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last one where it has no such day."""
    return day + relativedelta(months=months)


def months_before(day: date, months: int) -> date:
    return day - relativedelta(months=months)
