"""What the writers' tests share: a table of accounts whose purposes are given."""

from collections.abc import Callable, Iterable

import pytest

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import Viewer
from accounts.domain.access.visibility import accounts_for
from accounts.exports.columns import columns_for
from accounts.exports.table import Table
from tests.factories import AccountFactory


@pytest.fixture
def table_of_purposes(cast) -> Callable[..., Table]:
    """A table of accounts with these purposes, in order, and the columns with these codes."""

    def make(purposes: Iterable[str], *codes: str, **fields: object) -> Table:
        for purpose in purposes:
            AccountFactory(unit=cast.own_unit, purpose=purpose, **fields)
        viewer = Viewer(Role.ADMIN)
        columns = [column for column in columns_for(viewer) if not codes or column.code in codes]
        accounts = accounts_for(viewer).order_by("pk")
        return Table(accounts, viewer=viewer, words=vocabulary.current(), columns=columns)

    return make
