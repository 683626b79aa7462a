"""The tree in memory: its branches and order, and that nobody sees yesterday's."""

import pytest

from accounts.domain import history, vocabulary
from accounts.models import Audience, Platform, Unit
from tests.factories import AudienceFactory, UnitFactory


@pytest.fixture
def tree(db):
    top = UnitFactory(name_sv="Universitetet", name_en="The University", slug="top")
    second = UnitFactory(name_sv="Öst", name_en="East", abbreviation="Ö", slug="east", parent=top)
    first = UnitFactory(name_sv="Åker", slug="field", parent=top)
    below = UnitFactory(name_sv="Under Öst", name_en="", slug="below", parent=second)
    return {"top": top.pk, "east": second.pk, "field": first.pk, "below": below.pk}


def test_walk_goes_depth_first_in_swedish_order(tree):
    assert [(unit.slug, depth) for unit, depth in vocabulary.current().walk()] == [
        ("top", 0),
        ("field", 1),
        ("east", 1),
        ("below", 2),
    ]


def test_position_goes_before_the_name(tree):
    UnitFactory(name_sv="Zon", slug="zone", parent_id=tree["top"])
    Unit.objects.filter(slug="field").update(position=2)
    Unit.objects.filter(slug="east").update(position=1)
    history.move_revision()
    assert [unit.slug for unit, _ in vocabulary.current().walk()] == [
        "top",
        "zone",
        "east",
        "below",
        "field",
    ]


def test_walk_from_a_unit_gives_what_is_below(tree):
    words = vocabulary.current()
    assert [(u.slug, d) for u, d in words.walk(words.units[tree["east"]])] == [("below", 0)]


def test_branches(tree):
    words = vocabulary.current()
    assert words.branches == {
        tree["top"]: frozenset(tree.values()),
        tree["east"]: {tree["east"], tree["below"]},
        tree["field"]: {tree["field"]},
        tree["below"]: {tree["below"]},
    }
    assert words.branch([tree["field"], tree["below"]]) == {tree["field"], tree["below"]}


def test_branch_of_unknown_numbers_is_empty(tree):
    assert vocabulary.current().branch([0, -1]) == frozenset()
    assert vocabulary.current().branch([]) == frozenset()


def test_ancestors_go_up_to_the_top(tree):
    words = vocabulary.current()
    assert [unit.slug for unit in words.ancestors(tree["below"])] == ["east", "top"]
    assert words.ancestors(tree["top"]) == []
    assert words.ancestors(0) == []


def test_words_of_a_unit_say_those_above_but_not_the_top(tree):
    words = vocabulary.current().unit_words
    assert words[tree["below"]] == "under ost ost east o"
    assert words[tree["top"]] == "universitetet the university"


def test_everything_is_found_by_its_code(tree):
    words = vocabulary.current()
    assert words.unit_by_slug["east"].pk == tree["east"]
    assert words.platforms.keys() == set(Platform.objects.values_list("code", flat=True))
    assert list(words.audiences) == list(Audience.objects.values_list("code", flat=True))


def test_same_revision_is_read_once(tree, django_assert_num_queries):
    kept = vocabulary.current()
    with django_assert_num_queries(1):
        assert vocabulary.current() is kept
    with django_assert_num_queries(0):
        assert vocabulary.current(kept.revision) is kept


def test_new_revision_has_the_new_tree(tree):
    before = vocabulary.current()
    UnitFactory(slug="new", parent_id=tree["east"])
    after = vocabulary.current()
    assert after.revision != before.revision
    assert "new" in after.unit_by_slug
    assert "new" not in before.unit_by_slug


def test_new_audience_is_there_at_once(db):
    vocabulary.current()
    assert AudienceFactory().code in vocabulary.current().audiences


def test_forgetting_reads_again(tree):
    before = vocabulary.current()
    vocabulary.forget()
    assert vocabulary.current() is not before


def test_empty_register_has_an_empty_tree(db):
    words = vocabulary.current()
    assert (list(words.walk()), words.branches, words.unit_words) == ([], {}, {})
