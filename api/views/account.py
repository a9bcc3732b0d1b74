"""People's own accounts: signing in and out, passwords, the address, the second factor."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from allauth.headless.account import views as allauth
from allauth.headless.mfa import views as mfa
from allauth.headless.tokens.views import RefreshTokenView
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import FormParser
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from api import bound, examples, headless
from api.headless import ask, confirmed, signed_in
from api.parameters import refuse_unknown
from api.parsers import Parser
from api.serializers import account as shapes
from people.authentication import TokenAuthentication

if TYPE_CHECKING:
    from kernel.actors import Actor

DONE = {"done": True}
_ON = {"is_on": True, "secret": None, "url": None}
_MISMATCH = "email_password_mismatch"


class AccountView(GenericAPIView[Any]):
    """Works whatever the business has paid. What is done once is done: no Idempotency-Key is taken."""

    account = True
    keyed = False
    authentication_classes = []
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, ())

    def body(self) -> dict[str, Any]:
        """What was sent, checked."""
        serializer = self.get_serializer_class()(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


class OwnAccountView(AccountView):
    """For the person that an access token is of: no key and no cookie changes how somebody signs in."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [IsAuthenticated]


class SignIn(AccountView):
    """The way in for apps and programs of people; machines have keys."""

    serializer_class = shapes.SignInSerializer
    parser_classes = [Parser, FormParser]

    @extend_schema(examples=[examples.SIGN_IN], responses={200: shapes.TokensSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Sign in by JSON or form; 401 `second_factor_needed` gives the session_token that the code goes with."""
        try:
            said = ask(allauth.LoginView, request, self.body())
        except ValidationError as wrong:
            if _MISMATCH in wrong.get_codes().get("password", ()):  # type: ignore[union-attr, operator]
                raise headless.WrongCredentials from wrong
            raise
        return Response(signed_in(said))


class SecondFactorCode(AccountView):
    """The second step of signing in."""

    serializer_class = shapes.CodeSerializer

    @extend_schema(examples=[examples.SIGN_IN_CODE], responses={200: shapes.TokensSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Send the code of the second factor."""
        body = self.body()
        said = ask(mfa.AuthenticateView, request, {"code": body["code"]}, token=body["session_token"])
        return Response(signed_in(said))


class Refresh(AccountView):
    """Tokens that go on."""

    serializer_class = shapes.RefreshSerializer

    @extend_schema(examples=[examples.REFRESH], responses={200: shapes.TokensSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Exchange a refresh token, once, for new tokens."""
        try:
            said = ask(RefreshTokenView, request, self.body())
        except headless.NotNow as ended:
            raise headless.SignedOut from ended
        return Response({name: said.data[name] for name in ("access_token", "refresh_token")})


class SignOut(OwnAccountView):
    """The way out."""

    @extend_schema(request=None, responses={200: shapes.DoneSerializer})
    def post(self, request: Request) -> Response:
        """End the session of the access token: its tokens are worth nothing from now on."""
        ask(allauth.SessionView, request, method="DELETE")
        return Response(DONE)


class EmailVerification(AccountView):
    """The proof that an address is somebody's."""

    serializer_class = shapes.LinkSerializer

    @extend_schema(examples=[examples.LINK], responses={200: shapes.DoneSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Verify an e-mail address by the key of the mail."""
        ask(allauth.VerifyEmailView, request, self.body())
        return Response(DONE)


class EmailVerificationMail(OwnAccountView):
    """The mail with the link, once more."""

    @extend_schema(request=None, responses={200: shapes.DoneSerializer})
    def post(self, request: Request) -> Response:
        """Send the mail that verifies your address again; `done` is false when it is verified, or one has just left."""
        address = {"email": cast("Actor", request.user).email}
        said = ask(allauth.ManageEmailView, request, address, method="PUT", allows={HTTPStatus.FORBIDDEN})
        return Response({"done": said.status == HTTPStatus.OK})


class ForgottenPassword(AccountView):
    """A mail with a link."""

    serializer_class = shapes.AddressSerializer

    @extend_schema(examples=[examples.ADDRESS], responses={200: shapes.DoneSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Send a link that resets a password; the answer doesn't say whether the address is known."""
        ask(allauth.RequestPasswordResetView, request, self.body())
        return Response(DONE)


class PasswordReset(AccountView):
    """A new password in place of one that was forgotten."""

    serializer_class = shapes.NewPasswordSerializer

    @extend_schema(examples=[examples.NEW_PASSWORD], responses={200: shapes.DoneSerializer}, auth=[])
    def post(self, request: Request) -> Response:
        """Set a password by the key of the mail."""
        ask(allauth.ResetPasswordView, request, self.body())
        return Response(DONE)


class PasswordChange(OwnAccountView):
    """Another password."""

    serializer_class = shapes.ChangedPasswordSerializer

    @extend_schema(examples=[examples.CHANGED_PASSWORD], responses={200: shapes.TokensSerializer})
    def post(self, request: Request) -> Response:
        """Change your password: other sessions end, and this one goes on with the tokens of this answer."""
        return Response(signed_in(ask(headless.ChangePassword, request, self.body())))


class PasswordConfirmation(OwnAccountView):
    """The password once more, before the second factor is changed."""

    serializer_class = shapes.PasswordSerializer

    @extend_schema(examples=[examples.PASSWORD_AGAIN], responses={200: shapes.DoneSerializer})
    def post(self, request: Request) -> Response:
        """Confirm your password: what wants it is possible for five minutes."""
        ask(allauth.ReauthenticateView, request, self.body())
        return Response(DONE)


class SecondFactor(OwnAccountView):
    """Codes of an app besides the password."""

    serializer_class = shapes.SecondFactorSerializer

    def get(self, request: Request) -> Response:
        """Show whether a second factor is on; if not, the secret to set one up with, made anew each time."""
        said = ask(mfa.ManageTOTPView, request, method="GET", allows={HTTPStatus.NOT_FOUND})
        is_on = said.status == HTTPStatus.OK
        return Response({"is_on": is_on, "secret": said.meta.get("secret"), "url": said.meta.get("totp_url")})

    @extend_schema(
        examples=[examples.FACTOR_CODE],
        request=shapes.FactorCodeSerializer,
        responses={200: shapes.SecondFactorSerializer},
    )
    def post(self, request: Request) -> Response:
        """Turn it on with a code of the app; 401 `confirm_password` when that is too long ago."""
        body = bound.read(shapes.FactorCodeSerializer, request.data, "")
        confirmed(ask(mfa.ManageTOTPView, request, body))
        return Response(_ON)


class SecondFactorRemoval(OwnAccountView):
    """The end of a second factor."""

    @extend_schema(request=None, responses={200: shapes.DoneSerializer})
    def post(self, request: Request) -> Response:
        """Turn the second factor off; 401 `confirm_password` when that is too long ago."""
        confirmed(ask(mfa.ManageTOTPView, request, method="DELETE"))
        return Response(DONE)


class RecoveryCodes(OwnAccountView):
    """What lets somebody in whose app is lost."""

    @extend_schema(request=None, responses={200: shapes.RecoveryCodesSerializer})
    def post(self, request: Request) -> Response:
        """Make recovery codes anew: those from before are worth nothing; they are shown in this answer only."""
        said = confirmed(ask(mfa.ManageRecoveryCodesView, request))
        return Response({"codes": said.data["unused_codes"]})
