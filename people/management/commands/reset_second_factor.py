from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.authors import PLATFORM
from kernel.errors import NotFound
from kernel.schemas import use_public
from people.operations.reset_second_factor import reset_second_factor


class Command(BaseCommand):
    help = "Lets an operator who lost phone and recovery codes set up a second factor anew at the next sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_arguments: object, email: str, **_options: object) -> None:
        use_public()
        try:
            reset_second_factor(actor=PLATFORM, email=email, now=timezone.now())
        except NotFound:
            raise CommandError(f"There is no operator {email}.") from None
        self.stdout.write(f"{email} sets up a second factor at the next sign-in.")
