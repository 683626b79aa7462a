"""Mail, and the history of an account and of everything."""

from django.urls import path

from ..views import history, mail

urlpatterns = [
    path("staff/mail/", mail.mails, name="mails"),
    path("staff/mail/<int:pk>/", mail.one_mail, name="mail"),
    path("staff/mail/<int:pk>/letter/", mail.letter, name="mail_letter"),
    path("staff/mail/<int:pk>/resend/", mail.resend, name="mail_resend"),
    path("staff/mail/<int:pk>/give-up/", mail.give_up, name="mail_give_up"),
    path("demo/mailbox/", mail.mailbox, name="mailbox"),
    path("demo/mailbox/<int:pk>/", mail.mailbox_mail, name="mailbox_mail"),
    path("demo/mailbox/<int:pk>/letter/", mail.mailbox_letter, name="mailbox_letter"),
    path("staff/history/", history.everything, name="history"),
    path("accounts/<slug:slug>/history/", history.of_account, name="account_history"),
]
