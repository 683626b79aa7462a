"""Holding the cleaned rows against the register: new, changed, unchanged, refused or said twice.

An account is found by its platform and the key of its handle, among living accounts and among the
handles that any account ever had. What once was ours is never taken in as new: a former handle and
a closed account refuse the row. Nothing is written here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ENDED, OFFICIAL, Status
from ..domain import slugs
from ..domain.intake import Addition, Intake
from ..domain.vocabulary import Vocabulary
from ..models import Account, Handle
from .cleaning import Cleaner, Draft
from .contacts import PeopleFinder, in_roles
from .differences import Present, change_of, security_told, told
from .headings import ADDRESS_FIELDS, PARENT_UNIT
from .holders import Key, handles_with, holder, key_of, presents_of
from .plan import Options, Outcome, Plan, PlannedRow
from .reasons import Fault, Reason
from .shown import shown_changes
from .tables import Table, guess
from .units import UnitFinder

CHUNK = 500


def guessed(tables: Sequence[Table]) -> dict[str, str]:
    """What every heading of the file seems to stand for."""
    mapping: dict[str, str] = {}
    for table in tables:
        for heading, code in guess(table).items():
            mapping[heading] = mapping.get(heading) or code
    return mapping


def clean(
    tables: Sequence[Table], mapping: Mapping[str, str], words: Vocabulary
) -> list[tuple[Cleaner, Draft]]:
    """Every row of every table as a draft; asks the register nothing that changes."""
    cleaned: list[tuple[Cleaner, Draft]] = []
    for table in tables:
        cleaner = Cleaner(table, mapping, words)
        cleaned.extend((cleaner, draft) for draft in cleaner.drafts())
    return cleaned


def plan(
    tables: Sequence[Table],
    mapping: dict[str, str],
    words: Vocabulary,
    options: Options,
    drafts: Sequence[tuple[Cleaner, Draft]] | None = None,
) -> Plan:
    """What importing the tables would do to the register as it is now."""
    drafts = drafts if drafts is not None else clean(tables, mapping, words)
    planner = _Planner(words, options, several=len(tables) > 1)
    rows: list[PlannedRow] = []
    for start in range(0, len(drafts), CHUNK):
        rows.extend(planner.decide(drafts[start : start + CHUNK]))
    planner.finish()
    return Plan(
        rows=rows,
        tables=list(tables),
        mapping=mapping,
        intake=planner.intake,
        living=planner.living,
        retired=planner.retired,
    )


class _Planner:
    def __init__(self, words: Vocabulary, options: Options, *, several: bool) -> None:
        self.words = words
        self.options = options
        self.several = several
        self.today = timezone.localdate()
        self.intake = Intake()
        self.units = UnitFinder(words, create_under=options.create_under)
        self.people = PeopleFinder()
        self.slugs = set(Account.objects.values_list("slug", flat=True))
        self.seen: dict[Key, tuple[Draft, PlannedRow]] = {}
        self.named: set[int] = set()
        self.decided: set[int] = set()
        self.living = 0
        self.retired: list[tuple[str, str]] = []

    def decide(self, drafts: Sequence[tuple[Cleaner, Draft]]) -> Iterator[PlannedRow]:
        keys = {key_of(draft) for _cleaner, draft in drafts if draft.found}
        asked = {draft.values["slug"] for _c, draft in drafts if draft.values.get("slug")}
        handles = handles_with(keys)
        numbers = {handle.account_id for found in handles.values() for handle in found}
        presents = presents_of(numbers, asked)
        by_slug = {present.account.slug: present for present in presents.values()}
        for cleaner, draft in drafts:
            planned = PlannedRow(
                sheet=draft.table.sheet if self.several else "",
                number=draft.row.number,
                outcome=Outcome.REFUSED,
                row=draft.row,
                title=_title(draft),
            )
            if draft.skip:
                planned.outcome, planned.reasons = Outcome.SKIPPED, [draft.skip]
            elif draft.fault:
                planned.reasons = [draft.fault, *draft.notes]
                self._spare(draft, handles)
            else:
                try:
                    self._match(cleaner, draft, planned, handles, presents, by_slug)
                except Fault as fault:
                    planned.outcome = Outcome.REFUSED
                    planned.reasons.append(cleaner.reason(fault.code, fault.text, fault.field))
                planned.reasons.extend(draft.notes)
            yield planned

    def _spare(self, draft: Draft, handles: Mapping[Key, list[Handle]]) -> None:
        """A row that is refused still names its account, which a replacing import then keeps."""
        if draft.found:
            for handle in handles.get(key_of(draft), ()):
                self.named.add(handle.account_id)

    def _match(
        self,
        cleaner: Cleaner,
        draft: Draft,
        planned: PlannedRow,
        handles: Mapping[Key, list[Handle]],
        presents: Mapping[int, Present],
        by_slug: Mapping[str, Present],
    ) -> None:
        self._spare(draft, handles)
        present = by_slug.get(draft.values.get("slug") or "")
        if draft.found:
            key = key_of(draft)
            if key in self.seen:
                self._duplicate(cleaner, draft, planned)
                return
            self.seen[key] = draft, planned
            present = holder(draft, handles.get(key, []), presents, present)
        elif present is None:
            raise Fault("no-such-account", _("The register has no account with this id."), "slug")
        if present is None:
            self._add(cleaner, draft, planned)
        else:
            self._change(cleaner, draft, planned, present)

    def _duplicate(self, cleaner: Cleaner, draft: Draft, planned: PlannedRow) -> None:
        """The first row that names an account counts; what a later one says else is named."""
        first, counted = self.seen[key_of(draft)]
        planned.outcome, planned.account = Outcome.DUPLICATE, counted.account
        differing = [
            f"“{draft.table.headings[number]}”"
            for code, number in cleaner.fields.items()
            if code not in (*ADDRESS_FIELDS, "platform")
            and draft.values.get(code)
            and draft.values.get(code) != first.values.get(code)
        ]
        facts = {"row": counted.number, "columns": ", ".join(differing)}
        if differing:
            text = _(
                "The same account as in row %(row)d, which is the one that counts. This row says"
                " something else in %(columns)s."
            )
        else:
            text = _("The same account as in row %(row)d.")
        planned.reasons.append(Reason("duplicate", text % facts))

    def _unit(self, draft: Draft) -> Any:
        values = draft.values
        found = self.units.find(
            values.get("unit") or "", values.get("unit_code") or "", values.get(PARENT_UNIT) or ""
        )
        if found and found[1]:
            draft.notes.append(Reason("unit", found[1]))
        return found[0] if found else None

    def _add(self, cleaner: Cleaner, draft: Draft, planned: PlannedRow) -> None:
        values, found = draft.values, draft.found
        if found is None or found.platform is None:
            raise Fault("no-address", _("The row has no address of an account."), "url")
        if values.get("status") in ENDED:
            raise Fault(
                "status", _("The account is closed. Only accounts in use are taken in."), "status"
            )
        if values.get("status") not in (None, "", *OFFICIAL):
            text = _(
                "The account is not published yet. An import takes accounts that are in use; take"
                " the row away, or leave the status empty when it is in use."
            )
            raise Fault("status", text, "status")
        unit = self._unit(draft)
        if unit is None:
            unit = self.options.default_unit
            if unit is None:
                text = _("The row does not say which unit the account is for.")
                raise Fault("no-unit", text, "unit")
            text = _("The row names no unit, so the account was placed under “%(unit)s”.")
            draft.notes.append(Reason("default-unit", text % {"unit": unit.name}))
        roles, mailbox = in_roles(values, unit=unit, finder=self.people, present={}, mailbox="")
        slug = slugs.for_account(found.platform, found.handle, values.get("name") or "", self.slugs)
        self.slugs.add(slug)
        name = values.get("name") or (values.get("unit") or "")[:200] or found.handle[:200]
        self.intake.additions.append(
            Addition(
                values={
                    **told(values, ""),
                    "slug": slug,
                    "platform_id": found.platform,
                    "handle": found.handle,
                    "identity_key": found.key,
                    "url": found.url,
                    "permanent_id": values.get("permanent_id") or found.permanent_id,
                    "name": name,
                    "function_mailbox": mailbox,
                },
                unit=unit,
                contacts=roles,
                audiences=values.get("target_audience") or (),
                routines=told(values, "routines"),
                security=security_told(values, lambda: self.today),
            )
        )
        planned.outcome, planned.account, planned.title = Outcome.ACCEPTED, slug, name

    def _change(
        self, cleaner: Cleaner, draft: Draft, planned: PlannedRow, present: Present
    ) -> None:
        account = present.account
        if account.pk in self.decided:
            raise Fault("duplicate", _("Another row is already about this account."), "slug")
        self.decided.add(account.pk)
        self.named.add(account.pk)
        planned.account, planned.title = account.slug, account.name
        planned.outcome = Outcome.UNCHANGED
        if account.status in ENDED:
            return
        unit = self._unit(draft)
        roles, mailbox = in_roles(
            draft.values,
            unit=unit or self.words.units[account.unit_id],
            finder=self.people,
            present=present.contacts,
            mailbox=account.function_mailbox,
        )
        change = change_of(
            present,
            draft.values,
            unit=unit,
            roles=roles,
            mailbox=mailbox,
            today=lambda: self.today,
        )
        if change:
            self.intake.changes.append(change)
            planned.outcome = Outcome.UPDATED
            planned.changes = shown_changes(present, change, self.words)
        status = draft.values.get("status")
        if status and status != account.status:
            text = _("The account is “%(status)s” in the register; an import does not change that.")
            text %= {"status": account.get_status_display()}
            draft.notes.append(cleaner.reason("status-kept", text, "status"))

    def finish(self) -> None:
        """After the last row: what is new beside the accounts, and what the file leaves out."""
        self.intake.units = self.units.new
        self.intake.people = self.people.new
        self.intake.completed = list(self.people.completed.values())
        published = Account.objects.filter(status=Status.PUBLISHED)
        self.living = published.count()
        if self.options.replace:
            left_out = published.exclude(pk__in=self.named) if len(self.named) < 500 else published
            for number, slug, name in left_out.order_by("pk").values_list("pk", "slug", "name"):
                if number not in self.named:
                    self.intake.retired.append(number)
                    self.retired.append((slug, name))


def _title(draft: Draft) -> str:
    return draft.values.get("name") or (draft.found.handle if draft.found else "")
