"""Writing what an import changes about accounts that are already in the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from ...models import Account, Contact, Event, Routines, Security, User
from .. import history, listing, vocabulary
from . import bulk
from .specification import Change, Overtaken

Told = dict[int, dict[str, list]]
"""What became different, by the account's number."""


class ChangeWriter:
    """The half of the writer that changes; see `writing.Writer` for the other."""

    by: User
    now: dt.datetime
    words: vocabulary.Vocabulary

    def learn(self, account: Account) -> None:
        raise NotImplementedError

    def confirm(self, rows: Iterable[Security]) -> None:
        raise NotImplementedError

    def add_audiences(self, pairs: Iterable[tuple[int, str]]) -> None:
        raise NotImplementedError

    def event(
        self,
        action: str,
        subject: models.Model,
        changes: Mapping[str, list] | None = None,
        account: Account | None = None,
    ) -> Event:
        return history.event(
            action=action, by=self.by, subject=subject, account=account, changes=changes
        )

    def change(self, changes: Sequence[Change]) -> None:
        """Raises Overtaken when one of the accounts is not as it was looked at."""
        wanted = {change.account_id: change for change in changes}
        locked = Account.objects.select_for_update().filter(pk__in=wanted)
        accounts = {account.pk: account for account in locked}
        events: list[Event] = []
        fields = {"version", "updated_at", *listing.FIELDS}
        routines, _rows = self._change_beside(Routines, "routines", wanted)
        contacts, audiences = self._change_contacts(wanted), self._change_audiences(wanted)
        for number, change in wanted.items():
            account = accounts.get(number)
            if account is None or account.version != change.version:
                raise Overtaken
            before = history.snapshot(account)
            for name, value in change.values.items():
                setattr(account, name, value)
            if change.unit is not None:
                account.unit = change.unit
                fields.add("unit")
            account.version += 1
            account.updated_at = self.now
            fields.update(change.values)
            told = history.difference(before, history.snapshot(account))
            for beside in (contacts, audiences, routines):
                told |= beside.get(number, {})
            if told:
                events.append(self.event("import-updated", account, told))
        self._project(accounts)
        bulk.update(Account, accounts.values(), fields)
        events += self._change_security(wanted, accounts)
        bulk.insert(Event, events)

    def _project(self, accounts: Mapping[int, Account]) -> None:
        """Work out again what lists read of the accounts."""
        contacts: dict[int, list[Contact]] = defaultdict(list)
        answering = Contact.objects.filter(account__in=accounts).select_related("person")
        for contact in answering.order_by("pk"):
            contacts[contact.account_id].append(contact)
        audiences: dict[int, list[str]] = defaultdict(list)
        through = Account.audiences.through.objects.filter(account__in=accounts)
        for number, code in through.order_by("audience__position").values_list(
            "account", "audience__code"
        ):
            audiences[number].append(code)
        for number, account in accounts.items():
            listing.project(
                account,
                unit=self.words.units[account.unit_id],
                unit_words=self.words.unit_words.get(account.unit_id, ""),
                contacts=contacts[number],
                audience_codes=audiences[number],
            )
            self.learn(account)

    def _change_contacts(self, changes: Mapping[int, Change]) -> Told:
        """Let exactly those named have the roles that a change speaks of."""
        wanted = {n: change.contacts for n, change in changes.items() if change.contacts}
        present = Contact.objects.filter(account__in=wanted).order_by("pk")
        before: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        for pk, number, role, person in present.values_list("pk", "account", "role", "person"):
            before[number, role][person] = pk
        told: Told = defaultdict(dict)
        added, removed = [], []
        for number, roles in wanted.items():
            for role, people in roles.items():
                had, after = before[number, role.value], [person.pk for person in people]
                told[number][role.value] = [list(had), after]
                removed += [pk for person, pk in had.items() if person not in after]
                added += [(number, person, role.value) for person in after if person not in had]
        # First make room: an account has one owner at a time.
        Contact.objects.filter(pk__in=removed).delete()
        bulk.insert_values(Contact, ("account_id", "person_id", "role"), added)
        return told

    def _change_audiences(self, changes: Mapping[int, Change]) -> Told:
        wanted = {n: c.audiences for n, c in changes.items() if c.audiences is not None}
        present = Account.audiences.through.objects.filter(account__in=wanted)
        before: dict[int, list[str]] = defaultdict(list)
        for number, code in present.values_list("account", "audience__code"):
            before[number].append(code)
        present.delete()
        self.add_audiences((number, code) for number, codes in wanted.items() for code in codes)
        return {n: {"audiences": [before[n], list(codes)]} for n, codes in wanted.items()}

    def _change_security(
        self, changes: Mapping[int, Change], accounts: Mapping[int, Account]
    ) -> list[Event]:
        """Told apart from the rest: fewer may see it."""
        told, rows = self._change_beside(Security, "security", changes)
        stated = {"two_step", "two_step_method", "two_step_seen_on"}
        self.confirm(rows[number] for number in told if stated & set(changes[number].security))
        return [
            self.event("import-updated", rows[number], differences, accounts[number])
            for number, differences in told.items()
        ]

    def _change_beside(
        self, model: type[models.Model], kind: str, changes: Mapping[int, Change]
    ) -> tuple[Told, dict[int, Any]]:
        """Change the rows beside the accounts, making those that are not there yet.

        Returns what became different and the rows, both by the account's number.
        """
        wanted = {n: values for n, change in changes.items() if (values := getattr(change, kind))}
        if not wanted:
            return {}, {}
        manager: Any = model._default_manager
        rows = {row.account_id: row for row in manager.filter(account__in=wanted)}
        missing = [model(account_id=number) for number in wanted if number not in rows]
        rows |= {row.account_id: row for row in manager.bulk_create(missing)}
        told: Told = {}
        for number, values in wanted.items():
            before = history.snapshot(rows[number])
            for name, value in values.items():
                setattr(rows[number], name, value)
            told[number] = history.difference(before, history.snapshot(rows[number]))
        fields = {name for values in wanted.values() for name in values}
        bulk.update(model, rows.values(), fields)
        return told, rows
