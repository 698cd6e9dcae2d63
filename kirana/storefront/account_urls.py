"""Signing in and out: django-allauth's views, under the names it looks for, with our templates."""

from allauth.account import views as allauth
from django.urls import path, re_path

from kirana.storefront.views import khata, second_factor
from kirana.storefront.views.account import SignOut, account, forget_way

urlpatterns = [
    path("", account, name="account"),
    path("ways/<int:saved_id>/removal/", forget_way, name="account_forget_way"),
    path("khata/", khata.khata, name="account_khata"),
    path("khata/statement.<str:kind>", khata.statement, name="account_khata_statement"),
    path("login/", allauth.login, name="account_login"),
    path("signup/", allauth.signup, name="account_signup"),
    path("logout/", SignOut.as_view(), name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", allauth.password_set, name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    *(path(f"2fa/{one.pattern}", one.callback, name=one.name) for one in second_factor.urlpatterns),
]
