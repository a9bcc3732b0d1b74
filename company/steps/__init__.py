from company.steps.next_number import next_number
from company.steps.open_company import open_company

__all__ = ["next_number", "open_company"]
