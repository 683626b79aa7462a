"""The form of every step: draws what is known, takes what is right, says what is not."""

from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone, translation

from accounts.domain import answers, questionnaire, vocabulary
from accounts.domain.access.viewer import viewer_of
from accounts.domain.answers import Named
from accounts.domain.questionnaire import STEPS
from accounts.forms.answer_fields import MAKERS
from accounts.forms.answer_kinds import TextField
from accounts.forms.answers import name_of, names_of, step_form
from accounts.forms.people import PeopleField
from accounts.models import Account, Event
from tests.factories import AccountFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db
PASSWORD = "lösenord: Kx9!hunter2"
EVERY_STEP = pytest.mark.parametrize("step", STEPS)


@pytest.fixture
def draft(cast):
    return AccountFactory(draft=True, unit=cast.own_unit, name="Biologi", registered_by=None)


@pytest.fixture
def form_of(draft, cast):
    def make(step, data=None, who=None, account=None):
        viewer = viewer_of(who or cast.communicator)
        return step_form(step, account or draft, viewer, vocabulary.current(), data)

    return make


def as_sent(form: forms.Form) -> dict:
    """What a browser sends of the form as it stands."""
    sent = {}
    for bound in form:
        value = bound.value()
        if isinstance(bound.field, PeopleField):
            for number, row in enumerate(value or ()):
                sent |= {f"{bound.name}_{number}_{part}": text for part, text in row.items()}
        elif isinstance(bound.field, forms.BooleanField):
            sent |= {bound.name: "on"} if value else {}
        elif value is not None:
            sent[bound.name] = value if isinstance(value, list) else str(value)
    return sent


def query(data: dict) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, value in data.items():
        made.setlist(name, value if isinstance(value, list) else [value])
    return made


@EVERY_STEP
def test_a_form_sent_as_it_stands_changes_nothing(step, form_of, draft, cast):
    complete(draft, registered_by=None)
    account = Account.objects.get(pk=draft.pk)
    before = (account.version, Event.objects.count())
    form = form_of(step, query(as_sent(form_of(step, account=account))), account=account)
    assert form.is_valid(), form.errors
    written = answers.write(account=account, values=form.values(), by=cast.communicator)
    assert (written.version, Event.objects.count()) == before


@EVERY_STEP
def test_every_field_of_a_step_has_a_label_in_both_languages(step, form_of):
    for language in ("sv", "en"):
        with translation.override(language):
            form = form_of(step)
            assert all(str(bound.label) for bound in form)
            drawn = "".join(bound.as_field_group() for bound in form)
            assert 'id="id_' in drawn


@EVERY_STEP
def test_a_password_is_refused_in_every_free_text(step, form_of):
    form = form_of(step)
    texts = [
        bound.name
        for bound in form
        if type(bound.field) in (forms.CharField, TextField) and bound.field.max_length != 254
    ]
    people = [bound.name for bound in form if isinstance(bound.field, PeopleField)]
    data = as_sent(form) | dict.fromkeys(texts, PASSWORD)
    data |= {f"{name}_0_name": PASSWORD for name in people}
    refused = form_of(step, query(data))
    assert not refused.is_valid() or not (texts or people)
    for name in (*texts, *people):
        assert refused.has_error(name, "password"), name


def test_every_answer_of_the_questionnaire_has_a_field():
    assert set(MAKERS) == {name for step in STEPS.values() for name in names_of(step)}


@EVERY_STEP
def test_nul_is_refused_in_every_field(step, form_of):
    form = form_of(step)
    data = as_sent(form)
    names = [b.name for b in form if isinstance(b.field, forms.CharField)]
    people = [b.name for b in form if isinstance(b.field, PeopleField)]
    data |= dict.fromkeys(names, "a\x00b") | {f"{name}_0_name": "a\x00b" for name in people}
    refused = form_of(step, query(data))
    refused.is_valid()
    assert all(refused.errors.get(name) for name in (*names, *people))


@EVERY_STEP
def test_too_long_is_refused_in_every_free_text(step, form_of):
    form = form_of(step)
    names = [b.name for b in form if getattr(b.field, "max_length", None)]
    refused = form_of(step, query(as_sent(form) | dict.fromkeys(names, "a" * 4001)))
    refused.is_valid()
    assert all(refused.errors.get(name) for name in names)


def test_a_text_from_before_the_limit_can_be_saved_again(form_of, draft):
    draft.purpose = "lång " * 1000
    form = form_of("why", query({"account_purpose": draft.purpose.strip()}))
    assert form.is_valid(), form.errors


def test_lines_sent_by_a_browser_are_no_change(form_of, draft):
    draft.goals = "500 följare\n20 svar"
    form = form_of("goals", query({"account_goals": "500 följare\r\n20 svar"}))
    assert form.is_valid()
    assert form.values()["account.goals"] == draft.goals


def test_only_own_units_are_offered(form_of, cast):
    units = form_of("account").fields["account_unit"].widget.offered.codes
    assert units == {"science", "biology"}
    everywhere = form_of("account", who=cast.admin).fields["account_unit"].widget.offered.codes
    assert everywhere >= {"law", "lund-university"}
    data = as_sent(form_of("account")) | {"account_unit": "law"}
    refused = form_of("account", query(data))
    assert not refused.is_valid()
    assert "account_unit" in refused.errors


def test_only_who_cares_for_the_university_speaks_for_it(form_of, cast):
    assert "account_is_university_wide" not in form_of("account").fields
    assert "account_is_university_wide" in form_of("account", who=cast.admin).fields


def test_values_carry_the_questionnaires_names(form_of):
    data = {"account_why_platform": "Här", "account_audiences": ["students"]}
    form = form_of("why", query(data))
    assert form.is_valid()
    values = form.values()
    assert values["account.why_platform"] == "Här"
    assert [audience.code for audience in values["account.audiences"]] == ["students"]


def test_people_come_as_rows_and_may_be_known_by_address_alone(form_of):
    PersonFactory(name="Anna", email="Anna@lu.se")
    form = form_of(
        "people",
        query(
            {
                "contacts_owner_0_email": "ANNA@lu.se",
                "contacts_deputy_0_name": " Bo  Ek ",
                "contacts_deputy_0_email": "bo@lu.se",
                "contacts_deputy_2_name": "Cia",
                "contacts_deputy_2_email": "cia@lu.se",
            }
        ),
    )
    assert form.is_valid(), form.errors
    assert form.values()["contacts.owner"] == [Named("", "anna@lu.se", "")]
    assert form.values()["contacts.deputy"] == [
        Named("Bo Ek", "bo@lu.se"),
        Named("Cia", "cia@lu.se"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"name": "Bo"},
        {"email": "unknown@lu.se"},
        {"name": "Bo", "email": "not an address"},
        {"email": "gone@lu.se"},
        {"phone": "046-1"},
        {"name": "B" * 151, "email": "b@lu.se"},
    ],
)
def test_a_person_nobody_can_find_is_refused_and_stays_typed(form_of, row):
    PersonFactory(email="gone@lu.se", left_on=timezone.localdate())
    data = {f"contacts_deputy_0_{part}": text for part, text in row.items()}
    form = form_of("people", query(data))
    assert not form.is_valid()
    assert list(form.errors) == ["contacts_deputy"]
    assert all(text in form["contacts_deputy"].as_field_group() for text in row.values())


def test_the_owner_is_not_their_own_deputy(form_of):
    data = {"contacts_owner_0_name": "A", "contacts_owner_0_email": "a@lu.se",
            "contacts_deputy_0_email": "a@lu.se", "contacts_deputy_0_name": "A"}  # fmt: skip
    form = form_of("people", query(data))
    assert not form.is_valid()
    assert list(form.errors) == ["contacts_deputy"]


def test_protected_people_and_leavers_are_not_offered(form_of, cast):
    PersonFactory(email="here@lu.se", unit=cast.own_unit)
    PersonFactory(email="secret@lu.se", unit=cast.own_unit, protected=True)
    PersonFactory(email="gone@lu.se", unit=cast.own_unit, left_on=timezone.localdate())
    PersonFactory(email="elsewhere@lu.se", unit=cast.other_unit)
    assert [person.email for person in form_of("people").known_people] == ["here@lu.se"]
    assert form_of("goals").known_people == []


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"account_manager_informed_at": "on"}, 0),
        ({"account_manager_informed_at": "on", "account_manager_informed_on": -1}, 1),
        ({"account_manager_informed_on": -1}, 1),
        ({}, None),
    ],
)
def test_the_manager_is_informed_by_tick_or_by_date(form_of, sent, expected):
    today = timezone.localdate()
    data = {
        name: (today - timedelta(days=1)).isoformat() if value == -1 else value
        for name, value in sent.items()
    }
    form = form_of("people", query(data))
    assert form.is_valid(), form.errors
    day = None if expected is None else today - timedelta(days=expected)
    assert form.values()["account.manager_informed_at"] == day


def test_a_tick_taken_away_takes_the_day_with_it(form_of, draft):
    complete(draft, registered_by=None)
    account = Account.objects.get(pk=draft.pk)
    sent = as_sent(form_of("people", account=account))
    del sent["account_manager_informed_at"]
    form = form_of("people", query(sent), account=account)
    assert form.is_valid()
    assert form.values()["account.manager_informed_at"] is None


@pytest.mark.parametrize(("typed", "hours"), [("1,5", "1.5"), ("2.5", "2.5"), ("4", "4")])
def test_hours_are_read_in_either_language(form_of, typed, hours):
    form = form_of("resources", query({"account_hours_a_week": typed}))
    assert form.is_valid(), form.errors
    assert str(form.values()["account.hours_a_week"]) == hours


def test_a_method_without_two_step_on_is_dropped(form_of):
    form = form_of(
        "security", query({"security_two_step": "off", "security_two_step_method": "app"})
    )
    assert form.is_valid()
    assert form.values()["security.two_step_method"] == ""


def test_no_choice_about_two_step_says_nothing(form_of):
    form = form_of("security", query({"security_two_step_method": "app"}))
    assert form.is_valid()
    assert "security.two_step" not in form.values()
    assert "security.two_step_method" not in form.values()


def test_a_campaign_does_not_end_before_it_began(form_of):
    data = as_sent(form_of("account")) | {
        "account_opened_on": "2026-03-01", "account_campaign_ends_on": "2026-02-01",
    }  # fmt: skip
    form = form_of("account", query(data))
    assert not form.is_valid()
    assert list(form.errors) == ["account_campaign_ends_on"]


def test_answers_without_a_fault_can_be_kept_beside_one_with(form_of):
    form = form_of(
        "resources", query({"account_hours_a_week": "many", "account_holiday_cover": "Bo"})
    )
    assert not form.is_valid()
    assert form.values()["account.holiday_cover"] == "Bo"
    assert "account.hours_a_week" not in form.values()


@EVERY_STEP
def test_groups_hold_every_field_once(step, form_of, cast):
    form = form_of(step, who=cast.admin)
    shown = [b.name for group in form.groups for b in (*group.needed, *group.more)]
    assert sorted(shown) == sorted(form.fields)


def test_what_is_folded_away_opens_when_it_holds_something(form_of, draft):
    assert not form_of("resources").groups[0].is_open
    draft.posting_frequency = "Varje dag"
    assert form_of("resources").groups[0].is_open


def test_names_in_the_page_stand_for_the_questionnaires(form_of):
    assert name_of("account.manager_informed_at") == "account_manager_informed_at"
    assert all("." not in name for step in STEPS for name in form_of(step).fields)
    assert questionnaire.STEPS["why"] is form_of("why").step


@pytest.mark.parametrize("people", [1, 3])
def test_a_form_costs_the_same_whoever_answers(
    people, form_of, draft, django_assert_max_num_queries
):
    for number in range(people):
        draft.contacts.create(person=PersonFactory(email=f"p{number}@lu.se"), role="deputy")
    account = Account.objects.prefetch_related("contacts__person", "audiences").select_related(
        "platform", "unit", "routines", "security", "profile_check"
    ).get(pk=draft.pk)  # fmt: skip
    words = vocabulary.current()
    with django_assert_max_num_queries(3):
        form = form_of("people", account=account)
        assert words
        assert "p0@lu.se" in form["contacts_deputy"].as_field_group()


def test_silence_about_recovery_is_no_yes(cast):
    account = AccountFactory(draft=True, unit=cast.own_unit)
    viewer, words = viewer_of(cast.communicator), vocabulary.current()
    form = step_form(STEPS["security"], account, viewer, words)
    for name in ("security_recovery_address_is_ours", "security_recovery_phone_is_ours"):
        assert form.initial[name] == "unknown"


@pytest.mark.parametrize(
    ("platform", "states", "methods"),
    [
        ("x", ["on", "off", "unknown"], ["", "key", "app", "text"]),
        ("flickr", ["not-offered", "unknown"], [""]),
    ],
)
def test_only_what_the_platform_offers_can_be_said_of_two_step(platform, states, methods, cast):
    account = AccountFactory(draft=True, unit=cast.own_unit, platform_id=platform)
    words = vocabulary.current()
    form = step_form(STEPS["security"], account, viewer_of(cast.communicator), words)
    assert [code for code, _label in form.fields["security_two_step"].choices] == states
    assert [code for code, _label in form.fields["security_two_step_method"].choices] == methods
