"""The words that occur in the register, for finding what somebody meant to type."""

from django.db import models

from .fields import OrderKeyField


class SearchWord(models.Model):
    """A folded word of some account's name, handle or unit.

    `is_public` words come from what anyone may see; a public search never consults the others.
    """

    word = OrderKeyField(max_length=60)
    is_public = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("word", "is_public"), name="search_word_once"),
        )

    def __str__(self) -> str:
        return self.word
