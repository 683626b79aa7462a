"""Mail, and the history of an account."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
