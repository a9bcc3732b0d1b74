"""What a business starts with where it is: currency, clock, number format, financial year, tax.

Financial years: India 1 April, Kenya and the United States the calendar year, the United Kingdom April (6 April of
income tax is taken as the 1st).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """`tax_set` names the codes of accounting.tax.rules.tax_sets; `year_starts_in` is a month."""

    code: str
    name: str
    currency: str
    timezone: str
    locale: str
    year_starts_in: int
    tax_set: str
    prices_include_tax: bool


COUNTRIES: dict[str, Country] = {
    country.code: country
    for country in (
        Country("IN", "India", "INR", "Asia/Kolkata", "en_IN", 4, "india_gst", prices_include_tax=True),
        Country("GB", "United Kingdom", "GBP", "Europe/London", "en_GB", 4, "uk_vat", prices_include_tax=True),
        Country("KE", "Kenya", "KES", "Africa/Nairobi", "en_KE", 1, "kenya_vat", prices_include_tax=True),
        Country("US", "United States", "USD", "America/New_York", "en_US", 1, "no_tax", prices_include_tax=False),
    )
}
