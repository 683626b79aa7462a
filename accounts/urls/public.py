"""What anyone may open: look-ups, the matrix and its files, pages about the site."""

from django.urls import path

from ..views import about, exports, matrix, overview, public

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
]
