"""Pages of the public host."""

from django.urls import path

from web.views import public, sign_up

urlpatterns = [
    path("", public.landing, name="landing"),
    path("sign-up/", sign_up.sign_up_page, name="sign_up"),
    path("sign-up/check/", sign_up.check_page, name="sign_up_check"),
    path("sign-in/", public.find_business, name="find_business"),
]
