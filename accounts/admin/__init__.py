"""Django's admin over what admins maintain: units, users, people, platforms, audiences.

Accounts, what happened to them, mails and the history can be read here and never written: an
account changes by its own pages and its status by transitions only. Every save here is told in
the history and moves the register's revision, like every other write.
"""

from django.contrib import admin
from django.contrib.auth.models import Group

from . import accounts, history, life, mail, people, users, vocabulary

admin.site.unregister(Group)  # roles are ours; groups would promise rights that nobody checks

__all__ = ["accounts", "history", "life", "mail", "people", "users", "vocabulary"]
