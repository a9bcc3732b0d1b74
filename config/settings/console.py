"""The operators' console on the public host."""

from django.templatetags.static import static
from django.urls import reverse_lazy

# The blue of the other pages (#2a5bd7) and its shades.
_BLUE = {
    "50": "#eef3fd",
    "100": "#dbe5fb",
    "200": "#bfd1f8",
    "300": "#a9c3f6",
    "400": "#8cadf2",
    "500": "#7096ee",
    "600": "#2a5bd7",
    "700": "#2148b0",
    "800": "#203e8c",
    "900": "#1f376f",
    "950": "#172345",
}

UNFOLD = {
    "SITE_TITLE": "Counterfoil console",
    "SITE_HEADER": "Counterfoil",
    "SITE_SUBHEADER": "Console",
    "SITE_SYMBOL": "storefront",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("img/mark.svg")}],
    "COLORS": {"primary": _BLUE},
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {
        "navigation": [
            {
                "items": [
                    {"title": "Overview", "icon": "dashboard", "link": reverse_lazy("admin:index")},
                    *(
                        {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}
                        for title, icon, model in (
                            ("Businesses", "storefront", "life_tenant"),
                            ("Domains", "language", "life_domain"),
                            ("Claimed domains", "add_link", "domains_customdomain"),
                            ("Backups", "save", "archives_backup"),
                            ("Exports", "archive", "archives_dataexport"),
                            ("Subscriptions", "credit_card", "billing_subscription"),
                            ("Plans", "sell", "billing_plan"),
                            ("Stripe events", "webhook", "billing_stripeevent"),
                            ("Unfinished sign-ups", "hourglass", "life_pendingsignup"),
                            ("Spare schemas", "inventory_2", "schemas_spareschema"),
                            ("Migrations", "sync_alt", "upgrades_schemamigration"),
                            ("Proofs", "verified", "insights_proofrun"),
                            ("Dead letters", "mark_email_unread", "audit_deadletter"),
                            ("Audit", "history", "audit_auditentry"),
                        )
                    ),
                ]
            }
        ]
    },
}
