"""One noun a file; import models from here."""

from .accounts import Account, Audience, Handle
from .contacts import AccessHolder, Contact
from .history import Event, Revision
from .imports import Upload
from .incidents import Incident
from .people import Person, User
from .platforms import Platform
from .reviews import Decision, Review
from .routines import ProfileCheck, Routines
from .search import SearchWord
from .two_factor import Security, TwoStepConfirmation
from .units import Unit

__all__ = [
    "AccessHolder",
    "Account",
    "Audience",
    "Contact",
    "Decision",
    "Event",
    "Handle",
    "Incident",
    "Person",
    "Platform",
    "ProfileCheck",
    "Review",
    "Revision",
    "Routines",
    "SearchWord",
    "Security",
    "TwoStepConfirmation",
    "Unit",
    "Upload",
    "User",
]
