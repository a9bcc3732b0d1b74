from sales.selling.queries.figures import DayFigures, sales_by_day
from sales.selling.queries.quote import quote
from sales.selling.queries.sales import sale_for, sales

__all__ = ["DayFigures", "quote", "sale_for", "sales", "sales_by_day"]
