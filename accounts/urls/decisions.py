"""The queue, decisions, and what follows from them."""

from django.urls import path

from ..views import closing, decisions, managers, opening, queue

urlpatterns = [
    path("staff/queue/", queue.queue, name="queue"),
    path("staff/queue/<slug:slug>/", decisions.decision, name="decision"),
    path("mine/accounts/<slug:slug>/open/", opening.opening, name="opening"),
    path("mine/accounts/<slug:slug>/publish/", opening.publish, name="publish"),
    path("mine/accounts/<slug:slug>/withdraw/", closing.withdraw, name="withdraw"),
    path("mine/accounts/<slug:slug>/close/", closing.close, name="close"),
    path("mine/accounts/<slug:slug>/ask-manager/", managers.ask, name="ask_manager"),
    path("answer/manager/<str:token>/", managers.answer, name="manager_answer"),
]
