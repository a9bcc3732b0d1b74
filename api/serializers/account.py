from typing import Any

from rest_framework import serializers

_PASSWORD = 128


class PasswordField(serializers.CharField):
    """As it was typed, spaces too."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().__init__(**{"max_length": _PASSWORD, "trim_whitespace": False, "write_only": True, **options})


class SignInSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = PasswordField()


class CodeSerializer(serializers.Serializer[Any]):
    session_token = serializers.CharField(max_length=60, help_text="As the sign-in gave it.")
    code = serializers.CharField(max_length=20, help_text="Of the app, or a recovery code.")


class TokensSerializer(serializers.Serializer[Any]):
    access_token = serializers.CharField(help_text="Goes into `Authorization: Bearer …`, for five minutes.")
    refresh_token = serializers.CharField(help_text="For one refresh, within a day.")


class RefreshSerializer(serializers.Serializer[Any]):
    refresh_token = serializers.CharField(max_length=2000)


class AddressSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)


class LinkSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=200, help_text="The last part of the link in the mail.")


class NewPasswordSerializer(LinkSerializer):
    password = PasswordField()


class ChangedPasswordSerializer(serializers.Serializer[Any]):
    current_password = PasswordField()
    new_password = PasswordField()


class PasswordSerializer(serializers.Serializer[Any]):
    password = PasswordField()


class SecondFactorSerializer(serializers.Serializer[Any]):
    is_on = serializers.BooleanField()
    secret = serializers.CharField(allow_null=True, help_text="For the app, while it isn't on.")
    url = serializers.CharField(allow_null=True, help_text="The same for a QR code.")


class FactorCodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    codes = serializers.ListField(child=serializers.CharField(), help_text="Each is good for one sign-in.")


class DoneSerializer(serializers.Serializer[Any]):
    done = serializers.BooleanField()
