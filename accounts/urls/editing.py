"""Changing a published account, and saved views."""

from django.urls import path

from ..views import changes

urlpatterns = [
    path("staff/changes/<int:pk>/", changes.change, name="change"),
]
