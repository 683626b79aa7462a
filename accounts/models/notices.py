"""Mails: written in the transaction of their cause, sent afterwards by the worker.

`key` says what a mail is about; a second mail with the same key is the same mail and is not
written again. `message_id` is given when the mail is written, so that a mail sent twice (a worker
killed between sending and noting it) can be recognised as one by whoever receives it.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import LANGUAGES_OF_THE_SITE, NoticeState
from .accounts import Account
from .people import Person, User


class Notice(models.Model):
    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    account = models.ForeignKey(
        Account,
        models.CASCADE,
        related_name="notices",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    user = models.ForeignKey(
        User, models.PROTECT, related_name="notices", null=True, blank=True, verbose_name=_("user")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        verbose_name=_("person"),
    )
    email = models.EmailField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES_OF_THE_SITE)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        _("state"), max_length=7, choices=NoticeState, default=NoticeState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values), name="notice_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SENT, sent_at__isnull=False)
                | (~Q(state=NoticeState.SENT) & Q(sent_at__isnull=True)),
                name="notice_sent_is_dated",
            ),
        )
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                condition=Q(state=NoticeState.WAITING),
                name="notice_waiting",
            ),
            models.Index(fields=("state", "created_at", "id"), name="notice_by_state"),
            models.Index(fields=("email", "created_at", "id"), name="notice_by_recipient"),
        )

    def __str__(self) -> str:
        return self.subject
