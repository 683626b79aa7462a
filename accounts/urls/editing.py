"""Changing a published account, and saved views."""

from django.urls import path

from ..views import changes, saved_views

urlpatterns = [
    path("staff/changes/<int:pk>/", changes.change, name="change"),
    path("mine/views/", saved_views.views, name="saved_views"),
    path("mine/views/new/", saved_views.save_view, name="save_view"),
    path("mine/views/restore/", saved_views.restore_view, name="restore_view"),
    path("mine/views/<int:pk>/", saved_views.view, name="saved_view"),
    path("mine/views/<int:pk>/rename/", saved_views.rename_view, name="rename_view"),
    path("mine/views/<int:pk>/delete/", saved_views.delete_view, name="delete_view"),
]
