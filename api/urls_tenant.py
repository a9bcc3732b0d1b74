"""The API of a business, on its own host. Routes are versioned and never change their meaning."""

from django.urls import include, path

from api.documentation import DOCUMENTATION
from api.views import billing, books, catalogue, closing, company, domains, exports, keys, sales, stock, webhooks
from api.views.unknown import Unknown

_ROUTES = [
    path("me/", company.Me.as_view(), name="me"),
    path("business/", company.Business.as_view(), name="business"),
    path("business/closing/", closing.BusinessClosing.as_view(), name="business_closing"),
    path("business/closing/cancel/", closing.ClosingCancellation.as_view(), name="business_cancel_closing"),
    path("outlets/", company.Outlets.as_view(), name="outlets"),
    path("people/", company.People.as_view(), name="people"),
    path("people/<int:person_id>/", company.PersonDetail.as_view(), name="person"),
    path("people/<int:person_id>/deactivate/", company.PersonDeactivation.as_view(), name="person_deactivate"),
    path("data-exports/", exports.DataExports.as_view(), name="data_exports"),
    path("data-exports/<uuid:export_id>/file/", exports.DataExportFile.as_view(), name="data_export_file"),
    path("audit-entries/", company.AuditEntries.as_view(), name="audit_entries"),
    path("api-keys/", keys.Keys.as_view(), name="api_keys"),
    path("api-keys/<int:key_id>/rotate/", keys.KeyRotation.as_view(), name="api_key_rotate"),
    path("api-keys/<int:key_id>/revoke/", keys.KeyRevocation.as_view(), name="api_key_revoke"),
    path("domains/", domains.Domains.as_view(), name="domains"),
    path("domains/<str:host>/check/", domains.DomainCheck.as_view(), name="domain_check"),
    path("domains/<str:host>/make-primary/", domains.DomainPrimary.as_view(), name="domain_make_primary"),
    path("domains/<str:host>/remove/", domains.DomainRemoval.as_view(), name="domain_remove"),
    path("webhook-endpoints/", webhooks.Endpoints.as_view(), name="webhook_endpoints"),
    path("webhook-endpoints/<int:endpoint_id>/", webhooks.EndpointDetail.as_view(), name="webhook_endpoint"),
    path(
        "webhook-endpoints/<int:endpoint_id>/rotate-secret/",
        webhooks.EndpointRotation.as_view(),
        name="webhook_endpoint_rotate",
    ),
    path(
        "webhook-endpoints/<int:endpoint_id>/remove/",
        webhooks.EndpointRemoval.as_view(),
        name="webhook_endpoint_remove",
    ),
    path("webhook-deliveries/", webhooks.Deliveries.as_view(), name="webhook_deliveries"),
    path("webhook-deliveries/<uuid:delivery_id>/resend/", webhooks.DeliveryResend.as_view(), name="webhook_resend"),
    path("plans/", billing.Plans.as_view(), name="plans"),
    path("usage/", billing.UsageView.as_view(), name="usage"),
    path("subscription/", billing.Subscription.as_view(), name="subscription"),
    path("subscription/checkout/", billing.CheckoutView.as_view(), name="checkout"),
    path("subscription/portal/", billing.Portal.as_view(), name="portal"),
    path("subscription/preview/", billing.Preview.as_view(), name="preview"),
    path("subscription/change/", billing.Change.as_view(), name="change_plan"),
    path("subscription/free-plan/", billing.FreePlan.as_view(), name="free_plan"),
    path("subscription/cancel/", billing.Cancel.as_view(), name="cancel_subscription"),
    path("subscription/keep/", billing.Keep.as_view(), name="keep_subscription"),
    path("subscription/promotion-code/", billing.PromotionCode.as_view(), name="promotion_code"),
    path("billing/invoices/", billing.Invoices.as_view(), name="invoices"),
    path("categories/", catalogue.Categories.as_view(), name="categories"),
    path("products/", catalogue.Products.as_view(), name="products"),
    path("products/<int:product_id>/", catalogue.ProductDetail.as_view(), name="product"),
    path("products/<int:product_id>/archive/", catalogue.ProductArchive.as_view(), name="product_archive"),
    path("products/<int:product_id>/restore/", catalogue.ProductRestore.as_view(), name="product_restore"),
    path("stock-levels/", stock.StockLevels.as_view(), name="stock_levels"),
    path("batches/", stock.Batches.as_view(), name="batches"),
    path("stock-movements/", stock.Movements.as_view(), name="stock_movements"),
    path("opening-stock/", stock.OpeningStocks.as_view(), name="opening_stock"),
    path(
        "opening-stock/<uuid:opening_id>/reverse/", stock.OpeningStockReversal.as_view(), name="opening_stock_reverse"
    ),
    path("sales/", sales.Sales.as_view(), name="sales"),
    path("sales/quote/", sales.Quote.as_view(), name="quote"),
    path("sales/<uuid:sale_id>/", sales.SaleDetail.as_view(), name="sale"),
    path("accounts/", books.Accounts.as_view(), name="accounts"),
    path("tax-codes/", books.TaxCodes.as_view(), name="tax_codes"),
    path("journal-entries/", books.JournalEntries.as_view(), name="journal_entries"),
    path("periods/", books.Periods.as_view(), name="periods"),
    path("periods/<int:period_id>/close/", books.PeriodClosing.as_view(), name="period_close"),
    path("periods/<int:period_id>/reopen/", books.PeriodReopening.as_view(), name="period_reopen"),
    path("reports/trial-balance/", books.TrialBalanceReport.as_view(), name="trial_balance"),
]

urlpatterns = [
    path("api/v1/", include((_ROUTES, "api"))),
    path("api/v1/<path:rest>", Unknown.as_view()),
    *DOCUMENTATION,
]
