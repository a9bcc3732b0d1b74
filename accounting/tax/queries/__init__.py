from accounting.tax.queries.tax_codes import TaxCodeInfo, tax_code_ids, tax_codes

__all__ = ["TaxCodeInfo", "tax_code_ids", "tax_codes"]
