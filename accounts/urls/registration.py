"""Registering an account."""

from django.urls import path

from ..views import registration, registration_asking, registration_several, registration_steps

urlpatterns = [
    path("mine/register/", registration.register, name="register"),
    path("mine/register/look/", registration.register_look, name="register_look"),
    path("mine/register/asked/", registration_asking.register_asked, name="register_asked"),
    path("mine/register/several/", registration_several.register_several, name="register_several"),
    path("mine/register/<slug:slug>/", registration_steps.register_resume, name="register_resume"),
    path(
        "mine/register/<slug:slug>/send/", registration_several.register_send, name="register_send"
    ),
    path(
        "mine/register/<slug:slug>/address/",
        registration.register_address,
        name="register_address",
    ),
    path(
        "mine/register/<slug:slug>/withdraw/",
        registration_steps.register_withdraw,
        name="register_withdraw",
    ),
    path("mine/register/<slug:slug>/ask/", registration_asking.register_ask, name="register_ask"),
    path(
        "mine/register/<slug:slug>/<slug:step>/",
        registration_steps.register_step,
        name="register_step",
    ),
]
