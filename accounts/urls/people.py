"""People, hand-overs, leavers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
