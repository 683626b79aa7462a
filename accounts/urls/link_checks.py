"""Asking for a look at an account's address."""

from django.urls import path

from ..views import link_checks

urlpatterns = [
    path("accounts/<slug:slug>/look/", link_checks.look_now, name="look_now"),
]
