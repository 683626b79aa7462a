"""Importing a spreadsheet."""

from django.urls import path

from ..views import imports

urlpatterns = [
    path("staff/import/", imports.imports, name="imports"),
    path("staff/import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("staff/import/<int:pk>/apply/", imports.import_apply, name="import_apply"),
    path("staff/import/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path(
        "staff/import/<int:pk>/refused.csv",
        imports.import_refused,
        {"kind": "csv"},
        name="import_refused_csv",
    ),
    path(
        "staff/import/<int:pk>/refused.xlsx",
        imports.import_refused,
        {"kind": "xlsx"},
        name="import_refused_xlsx",
    ),
    path(
        "staff/import/template.csv",
        imports.import_template,
        {"kind": "csv"},
        name="import_template_csv",
    ),
    path(
        "staff/import/template.xlsx",
        imports.import_template,
        {"kind": "xlsx"},
        name="import_template_xlsx",
    ),
]
