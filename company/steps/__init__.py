from company.steps.next_number import next_number
from company.steps.open_company import open_company
from company.steps.set_outlets import set_outlets

__all__ = ["next_number", "open_company", "set_outlets"]
