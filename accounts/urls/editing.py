"""Changing a published account, and saved views."""

from django.urls import path

from ..views import changes, editing, saved_views

urlpatterns = [
    path("mine/accounts/<slug:slug>/edit/", editing.edit, name="edit"),
    path("mine/accounts/<slug:slug>/edit/identity/", editing.edit_identity, name="edit_identity"),
    path(
        "mine/accounts/<slug:slug>/edit/identity/withdraw/",
        editing.withdraw_change,
        name="withdraw_change",
    ),
    path("mine/accounts/<slug:slug>/edit/<slug:step>/", editing.edit_step, name="edit_step"),
    path("staff/changes/<int:pk>/", changes.change, name="change"),
    path("mine/views/", saved_views.views, name="saved_views"),
    path("mine/views/new/", saved_views.save_view, name="save_view"),
    path("mine/views/restore/", saved_views.restore_view, name="restore_view"),
    path("mine/views/<int:pk>/", saved_views.view, name="saved_view"),
    path("mine/views/<int:pk>/rename/", saved_views.rename_view, name="rename_view"),
    path("mine/views/<int:pk>/delete/", saved_views.delete_view, name="delete_view"),
]
