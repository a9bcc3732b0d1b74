from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounting.ledger.operations.close_period import close_period
from accounting.ledger.operations.reopen_period import reopen_period
from accounting.ledger.queries import periods, trial_balance
from accounting.ledger.queries.listings import ACCOUNTS, JOURNAL, PERIODS
from accounting.tax.queries import tax_codes
from api.base import ListView, OutletListView, TenantView
from api.examples import REOPENING
from api.fields import IdField
from api.serializers.books import (
    AccountSerializer,
    JournalEntrySerializer,
    PeriodSerializer,
    ReasonSerializer,
    TaxCodeSerializer,
    TrialBalanceSerializer,
)
from kernel.permissions import Permission


class Accounts(ListView):
    """The chart of accounts."""

    permissions = {"GET": Permission.BOOKS_ACCOUNT_READ}
    serializer_class = AccountSerializer
    listing = ACCOUNTS

    def get(self, request: Request) -> Response:
        """List the chart of accounts."""
        return self.listed(AccountSerializer)


class JournalEntries(OutletListView):
    """Posted entries, newest first."""

    permissions = {"GET": Permission.BOOKS_JOURNAL_READ}
    serializer_class = JournalEntrySerializer
    listing = JOURNAL

    def get(self, request: Request) -> Response:
        """List journal entries of the outlets you work at, with their lines."""
        return self.listed(JournalEntrySerializer)


class Periods(ListView):
    """The months of the books."""

    permissions = {"GET": Permission.BOOKS_REPORT_READ}
    serializer_class = PeriodSerializer
    listing = PERIODS

    def get(self, request: Request) -> Response:
        """List the months that were posted into."""
        return self.listed(PeriodSerializer)


class PeriodClosing(TenantView):
    """Closing a month."""

    permissions = {"POST": Permission.BOOKS_PERIOD_CLOSE}
    shows = Permission.BOOKS_REPORT_READ
    serializer_class = PeriodSerializer

    @extend_schema(request=None, responses=PeriodSerializer)
    def post(self, request: Request, period_id: int) -> Response:
        """Close a month: nothing is posted into it any more."""
        return self.answer(
            lambda: close_period(actor=self.actor, period_id=period_id, now=self.now),
            lambda _: self.shown(PeriodSerializer, periods(self.actor).get(pk=period_id)),
            status=200,
        )


class PeriodReopening(TenantView):
    """Reopening a month."""

    permissions = {"POST": Permission.BOOKS_PERIOD_REOPEN}
    shows = Permission.BOOKS_REPORT_READ
    serializer_class = PeriodSerializer

    @extend_schema(request=ReasonSerializer, responses=PeriodSerializer, examples=[REOPENING])
    def post(self, request: Request, period_id: int) -> Response:
        """Open a closed month for postings again, for a reason that stays in the books."""
        given = self.read(ReasonSerializer)
        return self.answer(
            lambda: reopen_period(actor=self.actor, period_id=period_id, reason=given["reason"], now=self.now),
            lambda _: self.shown(PeriodSerializer, periods(self.actor).get(pk=period_id)),
            status=200,
        )


class TrialBalanceQuery(serializers.Serializer[Any]):
    as_of = serializers.DateField(required=False, help_text="Today if left out.")
    outlet = IdField(required=False, help_text="All outlets that you work at if left out.")


class TrialBalanceReport(TenantView):
    """The balances of all accounts."""

    permissions = {"GET": Permission.BOOKS_REPORT_READ}
    serializer_class = TrialBalanceSerializer
    query_class = TrialBalanceQuery

    @extend_schema(parameters=[TrialBalanceQuery], responses=TrialBalanceSerializer)
    def get(self, request: Request) -> Response:
        """Show the trial balance at the end of a day, of one outlet or of all that you work at."""
        asked = self.asked()
        outlet_id = asked.get("outlet")
        scope = self.scope.at(outlet_id) if outlet_id else self.scope
        balance = trial_balance(scope, as_of=asked.get("as_of", self.business.today(self.now)))
        return Response(self.shown(TrialBalanceSerializer, balance))


class TaxCodesQuery(serializers.Serializer[Any]):
    on = serializers.DateField(required=False)


class TaxCodes(TenantView):
    """Tax codes with the rates of a day."""

    permissions = {"GET": Permission.CATALOGUE_PRODUCT_READ}
    serializer_class = TaxCodeSerializer
    query_class = TaxCodesQuery

    @extend_schema(
        parameters=[OpenApiParameter("on", date, description="Today if left out.")],
        responses=TaxCodeSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List tax codes and what they come to on a day."""
        codes = tax_codes(self.asked().get("on", self.business.today(self.now)))
        return Response(TaxCodeSerializer(codes, many=True).data)
