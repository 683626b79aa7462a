"""Audits: the overview, a list for every rule, one's own gaps, confirming two-step."""

from django.urls import path

from ..views import audits, confirmations

urlpatterns = [
    path("staff/audits/", audits.audits, name="audits"),
    path("staff/audits/<slug:rule>/", audits.audit, name="audit"),
    path("staff/audits/<slug:rule>/accounts.csv", audits.audit_csv, name="audit_csv"),
    path("staff/audits/<slug:rule>/accounts.xlsx", audits.audit_xlsx, name="audit_xlsx"),
    path("mine/findings/", confirmations.own_findings, name="own_findings"),
    path("mine/accounts/<slug:slug>/confirm/", confirmations.confirm, name="confirm"),
]
