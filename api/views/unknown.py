from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView


class Unknown(APIView):
    """Whatever else is asked for under /api/v1/, by whichever method: a problem, not a page."""

    authentication_classes = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse before the method is looked at."""
        raise NotFound("There is no such resource.")
