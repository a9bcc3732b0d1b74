from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import ListView, TenantView
from api.examples import NEW_KEY
from api.serializers.keys import KeySerializer, MadeKeySerializer, NewKeySerializer
from kernel.permissions import Permission
from people.operations.create_key import CreateKey, create_key
from people.operations.revoke_key import revoke_key
from people.operations.rotate_key import rotate_key
from people.queries.listings import KEYS


class Keys(ListView):
    """Keys for machines."""

    permissions = {"GET": Permission.PEOPLE_KEY_READ, "POST": Permission.PEOPLE_KEY_WRITE}
    serializer_class = KeySerializer
    listing = KEYS

    def get(self, request: Request) -> Response:
        """List keys, ended ones too."""
        return self.listed(KeySerializer)

    @extend_schema(request=NewKeySerializer, responses={201: MadeKeySerializer}, examples=[NEW_KEY])
    def post(self, request: Request) -> Response:
        """Make a key that acts as you, within `scopes`; its `secret` is shown in this answer only."""
        data = self.read(NewKeySerializer)
        command = CreateKey(data["name"], frozenset(map(Permission, data["scopes"])), data["expires_at"])
        return self.answer_with_secret(
            lambda: create_key(actor=self.actor, command=command, now=self.now),
            lambda made: self.shown(KeySerializer, made.key),
        )


class KeyRotation(TenantView):
    """Another secret for a key."""

    permissions = {"POST": Permission.PEOPLE_KEY_WRITE}
    serializer_class = MadeKeySerializer

    @extend_schema(request=None, responses={201: MadeKeySerializer})
    def post(self, request: Request, key_id: int) -> Response:
        """Make a key of yours anew; the old one still works for 24 hours."""
        return self.answer_with_secret(
            lambda: rotate_key(actor=self.actor, key_id=key_id, now=self.now),
            lambda made: self.shown(KeySerializer, made.key),
        )


class KeyRevocation(TenantView):
    """The end of a key."""

    permissions = {"POST": Permission.PEOPLE_KEY_WRITE}
    serializer_class = KeySerializer

    @extend_schema(request=None, responses=KeySerializer)
    def post(self, request: Request, key_id: int) -> Response:
        """End a key at once."""
        return self.answer(
            lambda: revoke_key(actor=self.actor, key_id=key_id, now=self.now),
            lambda key: self.shown(KeySerializer, key),
            status=200,
        )
