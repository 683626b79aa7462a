"""Taking in many accounts at once: all of them or none, with the same history as one by one.

The import decides what each row means; this package writes it. New accounts are published, since
only admins import and an admin's import is the decision. What a row changes is written with before
and after. Everything happens in one transaction, in chunks; whatever goes wrong, nothing is left.
"""

from django.db import IntegrityError, transaction

from ...models import User
from .specification import Addition, Change, Intake, Overtaken
from .writing import Steps, Writer

__all__ = ["Addition", "Change", "Intake", "Overtaken", "Steps", "carry_out"]


def carry_out(intake: Intake, *, by: User) -> Steps:
    """Write it all, or raise and write nothing; step by step, as the caller asks for the next.

    Whoever stops asking half-way, by closing the generator, leaves nothing behind either. Raises
    Overtaken when the register moved on.
    """
    try:
        with transaction.atomic():
            yield from Writer(intake, by=by).write()
    except IntegrityError as error:
        raise Overtaken from error
