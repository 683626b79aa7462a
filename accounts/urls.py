"""The product's addresses; the names stay put, others build on them."""

from django.urls import path

from .views import about, exports, imports, matrix, mine, overview, public

app_name = "accounts"
urlpatterns = [
    path("", public.home, name="home"),
    path("search/", public.search, name="search"),
    path("accounts/", matrix.matrix, name="matrix"),
    path("accounts/matrix.csv", exports.matrix_csv, name="matrix_csv"),
    path("accounts/matrix.xlsx", exports.matrix_xlsx, name="matrix_xlsx"),
    path("accounts/matrix.pdf", exports.matrix_pdf, name="matrix_pdf"),
    path("accounts/matrix.json", exports.matrix_json, name="matrix_json"),
    path("accounts/<slug:slug>/", public.account, name="account"),
    path("units/<slug:slug>/", public.unit, name="unit"),
    path("coverage/", overview.coverage, name="coverage"),
    path("platforms/", overview.platforms, name="platforms"),
    path("platforms/<slug:code>/", overview.platform, name="platform"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("mine/", mine.mine, name="mine"),
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
