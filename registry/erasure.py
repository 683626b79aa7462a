"""What the shell keeps about a user, and takes away when the product erases somebody.

Sign-in libraries and Django keep addresses, linked identities, second factors and sessions in
tables of their own; those that are not installed are passed by.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from accounts.models import Person, User

OF_A_USER = (
    "account.EmailAddress",
    "socialaccount.SocialAccount",
    "mfa.Authenticator",
    "usersessions.UserSession",
)


def forget(person: Person, user: User | None) -> None:
    """Delete every row about the user, and what Django's own log says about the person."""
    _forget_log(person)
    if user is None:
        return
    for model in _installed():
        model._default_manager.filter(user=user).delete()
    _forget_log(user)
    _end_sessions(user)


def _installed() -> list[type[models.Model]]:
    wanted = (label.split(".") for label in OF_A_USER)
    return [
        apps.get_app_config(app).get_model(model)
        for app, model in wanted
        if app in apps.app_configs
    ]


def _forget_log(row: models.Model) -> None:
    if "admin" not in apps.app_configs:
        return
    log = apps.get_model("admin", "LogEntry")
    log._default_manager.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    ).delete()


def _end_sessions(user: User) -> None:
    """A session keeps how somebody signed in, with the address."""
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
