"""The one list of columns: what is public, what a column is called, what its cells may say."""

import re

import pytest
from django.utils import translation

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, Viewer
from accounts.domain.access.visibility import FieldClass
from accounts.domain.folding import fold
from accounts.exports.column import Kind, by_heading
from accounts.exports.columns import COLUMNS, columns_for
from tests.exports.canaries import FOR_KEEPERS, FOR_STAFF

BY_CODE = {column.code: column for column in COLUMNS}
PUBLIC = [
    "slug",
    "platform",
    "handle",
    "url",
    "name",
    "unit",
    "unit_code",
    "languages",
    "purpose",
    "goals",
    "target_audience",
    "contact",
    "function_mailbox",
    "status",
    "hijacked",
    "closed_on",
    "reviewed_on",
    "university_wide",
    "web_page",
    "opened_on",
    "campaign_ends_on",
    "profile_text",
    "permanent_id",
]


def test_codes_are_stable_names():
    codes = [column.code for column in COLUMNS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", code) for code in codes)


def test_public_columns_are_those_promised_to_everybody():
    assert [column.code for column in columns_for(PUBLIC_VIEWER)] == PUBLIC


def test_every_other_column_has_a_canary():
    by_class = {
        field_class: {column.code for column in COLUMNS if column.field_class == field_class}
        for field_class in FieldClass
    }
    assert by_class[FieldClass.CONTACT] == set(FOR_STAFF)
    assert by_class[FieldClass.SECURITY] == set(FOR_KEEPERS)
    assert by_class[FieldClass.WORKFLOW] == set()


@pytest.mark.parametrize(
    ("viewer", "classes"),
    [
        (PUBLIC_VIEWER, {"public"}),
        (Viewer(Role.STAFF), {"public", "contact"}),
        (Viewer(Role.COMMUNICATOR, units=frozenset({1})), {"public", "contact", "security"}),
        (Viewer(Role.AUDITOR), {"public", "contact", "security"}),
        (Viewer(Role.ADMIN), {"public", "contact", "security"}),
    ],
)
def test_columns_follow_the_viewers_classes(viewer, classes):
    assert {column.field_class for column in columns_for(viewer)} == classes


def test_a_column_is_known_by_its_code_and_its_heading_in_every_language():
    headings = by_heading(COLUMNS)
    for column in COLUMNS:
        assert headings[fold(column.code)] is column
        for language in ("sv", "en"):
            with translation.override(language):
                assert headings[fold(str(column.label))] is column


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_a_cell_says_can_be_read_back_in_either_language(language):
    words = vocabulary.current()
    for column in COLUMNS:
        meanings = column.meanings(words)
        with translation.override(language):
            text = column.text(words)
            if column.names is not None:
                for code in column.names(words):
                    said = text((code,) if column.kind == Kind.CODES else code)
                    assert meanings[fold(said)] == code
            elif column.kind == Kind.YES_NO:
                assert [meanings[fold(text(value))] for value in (True, False)] == [True, False]
            else:
                assert meanings == {}


def test_only_names_and_short_answers_are_worded_by_the_register():
    worded = {column.code for column in COLUMNS if column.names is not None}
    assert worded == {
        "platform",
        "languages",
        "target_audience",
        "status",
        "comments",
        "two_step",
        "two_step_method",
        "recovery_address_is_ours",
        "recovery_phone_is_ours",
    }
    assert {BY_CODE[code].kind for code in worded} == {Kind.CHOICE, Kind.CODES}
