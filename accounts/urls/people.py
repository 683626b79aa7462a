"""People, hand-overs, leavers."""

from django.urls import path

from ..views import handovers, leaving, my_page, people, vcards

urlpatterns = [
    path("accounts/<slug:slug>/contact.vcf", vcards.vcard, name="vcard"),
    path("mine/me/", my_page.me, name="me"),
    path("mine/me/extract.json", my_page.my_extract, name="my_extract"),
    path("mine/people/", people.mine_people, name="mine_people"),
    path("mine/people/<int:pk>/", people.mine_person, name="mine_person"),
    path("mine/accounts/<slug:slug>/hand-over/", handovers.hand_over, name="hand_over"),
    path(
        "mine/accounts/<slug:slug>/hand-over/withdraw/",
        handovers.withdraw_hand_over,
        name="withdraw_hand_over",
    ),
    path("answer/hand-over/<str:token>/", handovers.answer_hand_over, name="answer_hand_over"),
    path("staff/people/", people.people, name="people"),
    path("staff/people/<int:pk>/", people.person, name="person"),
    path("staff/people/<int:pk>/extract.json", people.person_extract, name="person_extract"),
    path("staff/people/<int:pk>/leave/", leaving.leave, name="person_leave"),
    path("staff/people/<int:pk>/left/", leaving.left, name="person_left"),
    path("staff/people/<int:pk>/back/", people.person_came_back, name="person_came_back"),
    path("staff/people/<int:pk>/erase/", leaving.erase, name="person_erase"),
]
