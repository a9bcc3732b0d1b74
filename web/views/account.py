"""Signing in and out at a business's host, by allauth under our addresses."""

from allauth.account.views import LoginView, LogoutView

sign_in = LoginView.as_view()
sign_out = LogoutView.as_view()
