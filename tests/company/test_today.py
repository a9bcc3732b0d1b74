"""Which day it is, is told by a clock on a wall: the business's for its reports, an outlet's for its documents."""

from datetime import UTC, date, datetime

from company.queries.business import BusinessInfo
from company.queries.outlets import OutletInfo

LATE = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def test_a_business_and_its_outlet_may_be_on_different_days():
    business = BusinessInfo("Shop", "IN", "INR", "Asia/Kolkata", "en_IN", prices_include_tax=True, year_starts_in=4)
    assert business.today(LATE) == date(2026, 11, 22)
    assert OutletInfo(1, "London", "LON", "Europe/London").day_of(LATE) == date(2026, 11, 21)
