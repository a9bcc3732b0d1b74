from accounting.ledger.steps.begin import begin
from accounting.ledger.steps.enter import enter
from accounting.ledger.steps.number import number
from accounting.ledger.steps.post import post
from accounting.ledger.steps.postpone import postpone

__all__ = ["begin", "enter", "number", "post", "postpone"]
