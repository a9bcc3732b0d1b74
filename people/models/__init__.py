from people.models.api_key import ApiKey
from people.models.user import User

__all__ = ["ApiKey", "User"]
