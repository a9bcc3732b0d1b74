from accounting.tax.models.tax import TaxCode, TaxRate

__all__ = ["TaxCode", "TaxRate"]
