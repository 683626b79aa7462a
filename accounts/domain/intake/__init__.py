"""Taking in many accounts at once: all of them or none, with the same history as one by one.

The import decides what each row means; this package writes it. New accounts are published, since
only admins import and an admin's import is the decision. What a row changes is written with before
and after. Everything happens in one transaction, in chunks; whatever goes wrong, nothing is left.
"""

from django.db import IntegrityError, transaction

from ...models import User
from .specification import Addition, Change, Intake, Overtaken
from .writing import Progress, Writer

__all__ = ["Addition", "Change", "Intake", "Overtaken", "Progress", "carry_out"]


def carry_out(intake: Intake, *, by: User, progress: Progress | None = None) -> None:
    """Write it all, or raise and write nothing. Raises Overtaken when the register moved on.

    `progress` is called with the accounts written so far and their total.
    """
    try:
        with transaction.atomic():
            Writer(intake, by=by, progress=progress).write()
    except IntegrityError as error:
        raise Overtaken() from error
