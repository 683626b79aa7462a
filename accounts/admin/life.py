"""What happened to accounts, to look at: decisions, reviews, incidents, confirmations, changes.

Each has pages of its own where it is done, by those who may; here it can only be looked up.
"""

from django.contrib import admin

from ..models import (
    Change,
    Decision,
    HandOver,
    Incident,
    ManagerApproval,
    ProfileCheck,
    Review,
    Routines,
    Security,
    TwoStepConfirmation,
)
from .recorded import ReadOnlyAdmin


class OfAnAccountAdmin(ReadOnlyAdmin):
    """Something of an account: found by the account's name."""

    list_select_related = ["account"]
    list_per_page = 50
    search_fields = ("account__name", "account__handle")


@admin.register(Decision)
class DecisionAdmin(OfAnAccountAdmin):
    list_display = ("account", "outcome", "decided_at", "decided_by")
    list_filter = ("outcome",)
    list_select_related = ["account", "decided_by"]


@admin.register(Review)
class ReviewAdmin(OfAnAccountAdmin):
    list_display = ("account", "due_on", "answer", "answered_at")
    list_filter = ("answer",)


@admin.register(Incident)
class IncidentAdmin(OfAnAccountAdmin):
    list_display = ("account", "kind", "happened_on", "closed_at")
    list_filter = ("kind", ("closed_at", admin.EmptyFieldListFilter))


@admin.register(Security)
class SecurityAdmin(OfAnAccountAdmin):
    list_display = ("account", "two_step", "two_step_method", "two_step_seen_on")
    list_filter = ("two_step", "two_step_method")


@admin.register(TwoStepConfirmation)
class TwoStepConfirmationAdmin(OfAnAccountAdmin):
    list_display = ("account", "state", "method", "seen_on", "confirmed_by")
    list_filter = ("state", "method")
    list_select_related = ["account", "confirmed_by"]


@admin.register(Routines)
class RoutinesAdmin(OfAnAccountAdmin):
    list_display = ("account", "comments", "watched", "archived_on")
    list_filter = ("comments",)


@admin.register(ProfileCheck)
class ProfileCheckAdmin(OfAnAccountAdmin):
    list_display = ("account", "name_follows_advice", "says_who", "checked_at")
    list_filter = ("name_follows_advice", "picture_is_logotype", "says_who", "says_public_record")


@admin.register(Change)
class ChangeAdmin(OfAnAccountAdmin):
    list_display = ("account", "state", "asked_at", "asked_by")
    list_filter = ("state",)
    list_select_related = ["account", "asked_by"]


@admin.register(ManagerApproval)
class ManagerApprovalAdmin(OfAnAccountAdmin):
    list_display = ("account", "person", "asked_at", "answer")
    list_filter = ("answer",)
    list_select_related = ["account", "person"]


@admin.register(HandOver)
class HandOverAdmin(OfAnAccountAdmin):
    list_display = ("account", "giver", "taker", "state", "asked_at")
    list_filter = ("state",)
    list_select_related = ["account", "giver", "taker"]
