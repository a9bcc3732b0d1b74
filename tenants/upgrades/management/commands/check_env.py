import sys

from django.core.management.base import BaseCommand

from tenants.upgrades.environment import examine_environment


class Command(BaseCommand):
    help = "Says what is wrong with this environment before it is used in production. Fails when anything is."
    requires_system_checks = []

    def handle(self, *_args: object, **_options: object) -> None:
        findings = examine_environment()
        for name, problems in findings:
            self.stdout.write(f"{self.style.ERROR('wrong') if problems else self.style.SUCCESS('good '):6} {name}")
            for problem in problems:
                self.stdout.write(f"         {problem}")
        if any(problems for _name, problems in findings):
            sys.exit(1)
