"""The operators' console on the public host."""

from django.urls import reverse_lazy

UNFOLD = {
    "SITE_TITLE": "Counterfoil console",
    "SITE_HEADER": "Counterfoil",
    "SITE_SUBHEADER": "Console",
    "SITE_SYMBOL": "storefront",
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {
        "navigation": [
            {
                "items": [
                    {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}
                    for title, icon, model in (
                        ("Businesses", "storefront", "tenants_tenant"),
                        ("Domains", "language", "tenants_domain"),
                        ("Unfinished sign-ups", "hourglass", "tenants_pendingsignup"),
                        ("Spare schemas", "inventory_2", "tenants_spareschema"),
                        ("Dead letters", "mark_email_unread", "audit_deadletter"),
                        ("Audit", "history", "audit_auditentry"),
                    )
                ]
            }
        ]
    },
}
