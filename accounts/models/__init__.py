"""One noun a file; import models from here."""

from .accounts import Account, Audience, Handle
from .audits import DroppedMethod, Snapshot, Waiver
from .changes import Change, HandOver, ManagerApproval
from .contacts import AccessHolder, Contact
from .history import Event, Revision
from .imports import Upload
from .incidents import Incident, IncidentEntry
from .link_checks import LinkCheck, LinkHost
from .notices import Notice
from .people import Person, User
from .platforms import Platform
from .reviews import Decision, Review
from .routines import ProfileCheck, Routines
from .search import SearchWord
from .two_factor import Security, TwoStepConfirmation
from .units import Unit
from .views import SavedView

__all__ = [
    "AccessHolder",
    "Account",
    "Audience",
    "Change",
    "Contact",
    "Decision",
    "DroppedMethod",
    "Event",
    "HandOver",
    "Handle",
    "Incident",
    "IncidentEntry",
    "LinkCheck",
    "LinkHost",
    "ManagerApproval",
    "Notice",
    "Person",
    "Platform",
    "ProfileCheck",
    "Review",
    "Revision",
    "Routines",
    "SavedView",
    "SearchWord",
    "Security",
    "Snapshot",
    "TwoStepConfirmation",
    "Unit",
    "Upload",
    "User",
    "Waiver",
]
