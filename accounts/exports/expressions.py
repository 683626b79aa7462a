"""What the database works out for a column that is not a field: the people in a role, as one text.

A correlated sub-query keeps a download at one query however many accounts it holds.
"""

from django.db.models import Aggregate, CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from ..choices import ContactRole
from ..models import Contact


class Joined(Aggregate):
    """The group's texts with ", " between; each engine has its own word for it."""

    template = "%(function)s(%(expressions)s, ', ')"
    output_field = CharField()

    def as_sql(self, compiler, connection, **extra):
        function = "STRING_AGG" if connection.vendor == "postgresql" else "GROUP_CONCAT"
        return super().as_sql(compiler, connection, function=function, **extra)


def people_in_role(role: ContactRole) -> Coalesce:
    """The names of an account's contacts in `role`."""
    names = (
        Contact.objects.filter(account=OuterRef("pk"), role=role)
        .order_by()
        .values("account")
        .annotate(names=Joined("person__name"))
        .values("names")
    )
    return Coalesce(Subquery(names, output_field=CharField()), Value(""))
