"""Routines around an account, and the check of its profile against the law's information duty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import Answer, Comments
from .accounts import Account, paired, user_link


class Routines(models.Model):
    """How comments are watched, unlawful material handled and content archived."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="routines", verbose_name=_("account")
    )
    comments = models.CharField(_("comments"), max_length=8, choices=Comments, blank=True)
    comments_routine = models.TextField(_("how comments are watched"), blank=True)
    watched = models.CharField(_("how often comments are watched"), max_length=120, blank=True)
    answer_within_hours = models.PositiveSmallIntegerField(
        _("answer within (hours)"), null=True, blank=True
    )
    unlawful_routine = models.TextField(_("how unlawful material is handled"), blank=True)
    house_rules_url = models.URLField(_("house rules"), max_length=500, blank=True)
    archive_routine = models.TextField(_("how content is archived"), blank=True)
    archive_frequency = models.CharField(_("how often archived"), max_length=120, blank=True)
    archive_place = models.CharField(_("where the archive is kept"), max_length=200, blank=True)
    archive_next_on = models.DateField(_("next archiving"), null=True, blank=True)
    archived_on = models.DateField(_("last archived on"), null=True, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("routines")
        verbose_name_plural = _("routines")

    def __str__(self) -> str:
        return str(self.account)


class ProfileCheck(models.Model):
    """Whether the public profile follows the naming advice and says what it must."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="profile_check", verbose_name=_("account")
    )
    name_follows_advice = models.CharField(
        _("name follows the advice"), max_length=8, choices=Answer, default=Answer.UNKNOWN
    )
    picture_is_logotype = models.CharField(
        _("picture is the main logotype"), max_length=8, choices=Answer, default=Answer.UNKNOWN
    )
    says_who = models.CharField(
        _("text says who is behind it"), max_length=8, choices=Answer, default=Answer.UNKNOWN
    )
    says_public_record = models.CharField(
        _("text says that posts are public records"),
        max_length=8,
        choices=Answer,
        default=Answer.UNKNOWN,
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = user_link(_("checked by"))

    class Meta:
        verbose_name = _("profile check")
        verbose_name_plural = _("profile checks")
        constraints = (paired("checked", "profile"),)

    def __str__(self) -> str:
        return str(self.account)
