"""What is mine."""

from django.urls import path

from ..views import mine

urlpatterns = [
    path("mine/", mine.mine, name="mine"),
]
