"""What a business starts with where it is: currency, clock, number format, financial year, how prices are shown.

Financial years: India 1 April, Kenya and the United States the calendar year, the United Kingdom 6 April taken as April.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """`tax_set` names the codes of accounting.rules.tax_sets; `year_starts_in` is a month."""

    code: str
    name: str
    currency: str
    timezone: str
    locale: str
    year_starts_in: int
    prices_include_tax: bool
    tax_set: str


COUNTRIES: dict[str, Country] = {
    country.code: country
    for country in (
        Country("IN", "India", "INR", "Asia/Kolkata", "en_IN", 4, True, "india_gst"),
        Country("GB", "United Kingdom", "GBP", "Europe/London", "en_GB", 4, True, "uk_vat"),
        Country("KE", "Kenya", "KES", "Africa/Nairobi", "en_KE", 1, True, "kenya_vat"),
        Country("US", "United States", "USD", "America/New_York", "en_US", 1, False, "no_tax"),
    )
}
