"""Writing what an import changes about accounts that are already in the register."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from ...models import Account, Contact, Event, Routines, Security, User
from .. import history, listing
from .specification import Change, Overtaken


class ChangeWriter:
    """The half of the writer that changes; see `writing.Writer` for the other."""

    by: User
    now: dt.datetime

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
        fields = {"version", "updated_at"}
        routines, _rows = self._change_beside(Routines, "routines", wanted)
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
            told |= self._change_contacts(change) | self._change_audiences(change)
            told |= routines.get(number, {})
            if told:
                events.append(self.event("import-updated", account, told))
        Account.objects.bulk_update(accounts.values(), fields, batch_size=100)
        events += self._change_security(wanted, accounts)
        history.record_many(events)
        listing.refresh(wanted)

    def _change_contacts(self, change: Change) -> dict[str, list]:
        told: dict[str, list] = {}
        for role, people in change.contacts.items():
            present = Contact.objects.filter(account=change.account_id, role=role)
            before = list(present.values_list("person_id", flat=True))
            after = [person.pk for person in people]
            present.exclude(person__in=after).delete()
            Contact.objects.bulk_create(
                Contact(account_id=change.account_id, person_id=number, role=role)
                for number in after
                if number not in before
            )
            told[role.value] = [before, after]
        return told

    def _change_audiences(self, change: Change) -> dict[str, list]:
        if change.audiences is None:
            return {}
        present = Account.audiences.through.objects.filter(account=change.account_id)
        before = list(present.values_list("audience__code", flat=True))
        present.delete()
        self.add_audiences((change.account_id, code) for code in change.audiences)
        return {"audiences": [before, list(change.audiences)]}

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
    ) -> tuple[dict[int, dict[str, list]], dict[int, Any]]:
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
        told: dict[int, dict[str, list]] = {}
        for number, values in wanted.items():
            before = history.snapshot(rows[number])
            for name, value in values.items():
                setattr(rows[number], name, value)
            told[number] = history.difference(before, history.snapshot(rows[number]))
        fields = {name for values in wanted.values() for name in values}
        manager.bulk_update(rows.values(), fields, batch_size=100)
        return told, rows
