"""What can go wrong in the product, in its own words; views turn these into answers.

Every message is a sentence for the person in front of the screen: what happened and what to do.
"""

from typing import Any


class RegisterError(Exception):
    """Something the person asked for cannot be done; `str()` is a sentence to show."""


class NotAllowed(RegisterError):
    """The viewer may see the object but may not do this with it."""


class NotReady(RegisterError):
    """Something has to be there first; `missing` says what, a sentence each."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


class Overtaken(RegisterError):
    """Somebody else, or the same person in another window, did something in between."""


class LinkRefused(RegisterError):
    """A mailed link that is wrong, has expired, or was replaced by a newer one."""


class AddressTaken(RegisterError):
    """The address already belongs to a living account (`account`)."""

    def __init__(self, message: str, account: Any = None) -> None:
        super().__init__(message)
        self.account = account


class FileRefused(RegisterError):
    """An uploaded file cannot be read at all; nothing of it was used."""


class BrakePulled(RegisterError):
    """A replacing import would retire too much of the register at once."""
