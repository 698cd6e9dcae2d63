"""Setting up a second factor and taking it off: allauth's views, and a line in the log for each change."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from kirana.accounts import second_factor
from kirana.accounts import selectors as accounts
from kirana.core import clock


def _note(request: HttpRequest, what: str) -> None:
    user = request.user
    place = accounts.staff_place(user_id=int(user.pk or 0))
    by = place.as_actor() if place else user.as_customer()  # type: ignore[union-attr]
    second_factor.note(what=what, user=user, by=by, at=clock.now())  # type: ignore[arg-type]


@method_decorator(never_cache, name="dispatch")
class Overview(IndexView):  # type: ignore[misc]
    """Whether the person has one, and the ways on."""

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """With whether the shop asks it of this person, and where they work."""
        place = accounts.staff_place(user_id=int(self.request.user.pk or 0))
        has_one = second_factor.has_one(user_id=int(self.request.user.pk or 0))
        asked = {"is_required": place is not None and second_factor.is_required(), "has_one": has_one, "place": place}
        found: dict[str, Any] = super().get_context_data(**facts)
        return found | asked


@method_decorator(never_cache, name="dispatch")
class SetUp(ActivateTOTPView):  # type: ignore[misc]
    """The square for the app, and the first code back."""

    def form_valid(self, form: Any) -> HttpResponse:
        """It is set up."""
        answer: HttpResponse = super().form_valid(form)
        _note(self.request, "set_up")
        return answer


@method_decorator(never_cache, name="dispatch")
class TakeOff(DeactivateTOTPView):  # type: ignore[misc]
    """Take it off, with the codes."""

    def form_valid(self, form: Any) -> HttpResponse:
        """It is off."""
        answer: HttpResponse = super().form_valid(form)
        _note(self.request, "taken_off")
        return answer


@method_decorator(never_cache, name="dispatch")
class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Ten new codes for a lost phone; the old ones are void."""

    def form_valid(self, form: Any) -> HttpResponse:
        """They are made."""
        answer: HttpResponse = super().form_valid(form)
        _note(self.request, "new_codes")
        return answer


urlpatterns = [
    path("", Overview.as_view(), name="mfa_index"),
    path("authenticate/", never_cache(AuthenticateView.as_view()), name="mfa_authenticate"),
    path("reauthenticate/", never_cache(ReauthenticateView.as_view()), name="mfa_reauthenticate"),
    path("app/", SetUp.as_view(), name="mfa_activate_totp"),
    path("app/off/", TakeOff.as_view(), name="mfa_deactivate_totp"),
    path("codes/", never_cache(ViewRecoveryCodesView.as_view()), name="mfa_view_recovery_codes"),
    path("codes/new/", NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("codes/codes.txt", DownloadRecoveryCodesView.as_view(), name="mfa_download_recovery_codes"),
]
