from django.core.management.base import BaseCommand

from tenants.schemas.operations.build_template import build_template


class Command(BaseCommand):
    help = "Writes down the tables of a new business for the migrations of this code. Part of every release."

    def handle(self, *_args: object, **_options: object) -> None:
        made = build_template()
        self.stdout.write("Built the template." if made else "The template is up to date.")
