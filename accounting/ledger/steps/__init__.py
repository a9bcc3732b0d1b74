from accounting.ledger.steps.begin import begin
from accounting.ledger.steps.enter import enter
from accounting.ledger.steps.number import number
from accounting.ledger.steps.post import post

__all__ = ["begin", "enter", "number", "post"]
