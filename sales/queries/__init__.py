from sales.queries.figures import DayFigures, sales_by_day
from sales.queries.quote import quote
from sales.queries.sales import sale_for, sales

__all__ = ["DayFigures", "quote", "sale_for", "sales", "sales_by_day"]
