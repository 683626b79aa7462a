"""The organisation tree: university, faculties, departments, centres."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.models import TreeNode

from ..choices import UnitKind


def top_unit() -> "Unit":
    """The university itself: the top of the tree, made from the settings when there is none."""
    top = Unit.objects.filter(parent__isnull=True).order_by("position", "id").first()
    if top is None:
        names = settings.INSTITUTION_NAMES
        top = Unit.objects.create(
            name_sv=names["sv"],
            name_en=names["en"],
            slug=slugify(names["en"] or names["sv"])[:80] or "university",
            kind=UnitKind.UNIVERSITY,
        )
    return top


class Unit(TreeNode):
    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    name_sv = models.CharField(_("name in Swedish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind, default=UnitKind.DEPARTMENT)
    web_page = models.URLField(_("web page"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    communicators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="communicates_for",
        blank=True,
        verbose_name=_("communicators"),
    )

    class Meta:
        ordering = ("position", "name_sv")
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = (
            models.CheckConstraint(condition=~Q(name_sv=""), name="unit_has_a_name"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="unit_is_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; the Swedish one where there is no other."""
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name_sv

    def get_absolute_url(self) -> str:
        return reverse("accounts:unit", args=[self.slug])
