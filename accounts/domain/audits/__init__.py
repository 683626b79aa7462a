"""Looking for gaps: every rule is one object, listed here; what is found is never stored by hand.

`findings` asks the register: which accounts have a gap, how many of each rule and unit, what one
account lacks. Everything starts from `audited_by(viewer)`, for findings are a secret of their own.
"""

from . import addresses, contacts, lifecycle, routines, security
from .base import Rule

RULES: dict[str, Rule] = {
    rule.code: rule
    for room in (security, contacts, routines, lifecycle, addresses)
    for rule in room.RULES
}

TWO_STEP_MISSING = ("two-step-off", "two-step-unknown", "two-step-expired", "two-step-lapsed")
"""Each says in its own way that no two-step is confirmed; no account is found by two of them."""

__all__ = ["RULES", "TWO_STEP_MISSING", "Rule"]
