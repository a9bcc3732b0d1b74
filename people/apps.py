from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.content_types import cache_content_types_by_schema  # noqa: PLC0415 (models load first)
        from people.signing import listen  # noqa: PLC0415 (models load first)

        cache_content_types_by_schema()
        listen()
