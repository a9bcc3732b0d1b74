"""What the proofs of higher rooms say about years, in SQL: functions in the schema may have been replaced."""


def fiscal_year_of(day: str) -> str:
    """An expression for the financial year that a day (an expression, too) is in: company.rules.fiscal_year's."""
    return f"""(
        SELECT CASE WHEN year_starts_in = 1 THEN to_char({day}, 'YYYY')
                    ELSE to_char({day} - make_interval(months => year_starts_in - 1), 'YY')
                      || to_char({day} - make_interval(months => year_starts_in - 13), 'YY') END
          FROM company_business
    )"""  # noqa: S608 (our own)
