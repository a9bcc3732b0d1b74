from django.core.management.base import BaseCommand, CommandError

from billing.operations.register_prices import register_prices
from kernel.errors import DomainError


class Command(BaseCommand):
    help = "Makes sure that Stripe has a price for each of ours. Run it after changing plans."

    def handle(self, *_args: object, **_options: object) -> None:
        try:
            changed = register_prices()
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"Stripe has every price; {changed} were new to us.")
