"""What database tests stand on: fresh ground, and a cast of users, one of each kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import TransactionTestCase

from accounts.choices import Role, UnitKind
from accounts.domain import vocabulary
from accounts.domain.search import spelling
from accounts.models import Platform, Unit, User, append_only
from tests.factories import UnitFactory, UserFactory, ground

ASK_FOR_A_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.fixture(autouse=True)
def fresh_ground(request: pytest.FixtureRequest) -> None:
    """No test sees another one's units, and tests after a flush find the platforms again."""
    vocabulary.forget()
    spelling.forget()
    asks = ASK_FOR_A_DATABASE & set(request.fixturenames)
    if asks or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        if not Platform.objects.exists():
            ground()


@contextmanager
def unguarded_history() -> Iterator[None]:
    """Lets a test empty the history, which nothing else ever may."""
    is_postgresql = connection.vendor == "postgresql"
    undo = append_only.POSTGRESQL_UNDO if is_postgresql else append_only.SQLITE_UNDO
    again = append_only.POSTGRESQL if is_postgresql else append_only.SQLITE
    with connection.cursor() as cursor:
        for statement in undo:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in again:
                cursor.execute(statement)


@pytest.fixture(scope="session", autouse=True)
def history_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions empty every table afterwards."""
    original = TransactionTestCase._fixture_teardown

    def emptied(self: TransactionTestCase) -> None:
        with unguarded_history():
            original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@dataclass(frozen=True)
class Cast:
    """One user of each kind, and the units they work for.

    `communicator` communicates for `faculty`, which `own_unit` is part of; `other_communicator`
    for `other_unit` beside it.
    """

    university: Unit
    faculty: Unit
    own_unit: Unit
    other_unit: Unit
    staff: User
    communicator: User
    other_communicator: User
    auditor: User
    admin: User
    disabled: User


@pytest.fixture
def cast(db: None) -> Cast:
    university = UnitFactory(
        name_sv="Lunds universitet",
        name_en="Lund University",
        slug="lund-university",
        kind=UnitKind.UNIVERSITY,
    )
    faculty = UnitFactory(
        name_sv="Naturvetenskapliga fakulteten",
        name_en="Faculty of Science",
        slug="science",
        kind=UnitKind.FACULTY,
        parent=university,
    )
    own_unit = UnitFactory(
        name_sv="Biologiska institutionen",
        name_en="Department of Biology",
        slug="biology",
        parent=faculty,
    )
    other_unit = UnitFactory(
        name_sv="Juridiska fakulteten",
        name_en="Faculty of Law",
        slug="law",
        kind=UnitKind.FACULTY,
        parent=university,
    )

    def user(name: str, role: Role, unit: Unit = university, **fields: object) -> User:
        return UserFactory(name=name, email=f"{name.lower()}@example.org", role=role, unit=unit,
                           **fields)  # fmt: skip

    return Cast(
        university=university,
        faculty=faculty,
        own_unit=own_unit,
        other_unit=other_unit,
        staff=user("Staffan", Role.STAFF),
        communicator=user("Kommy", Role.COMMUNICATOR, own_unit, communicates_for=[faculty]),
        other_communicator=user(
            "Kommo", Role.COMMUNICATOR, other_unit, communicates_for=[other_unit]
        ),
        auditor=user("Auda", Role.AUDITOR),
        admin=user("Adma", Role.ADMIN),
        disabled=user("Disa", Role.ADMIN, is_active=False),
    )
