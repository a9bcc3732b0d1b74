from django import forms

from webhooks.enums import WebhookEvent


class WebhookForm(forms.Form):
    """Where to send what."""

    url = forms.CharField(
        label="Address",
        required=False,
        help_text="Every event is posted there as JSON, over TLS.",
        widget=forms.TextInput(
            attrs={"placeholder": "https://erp.example.com/hooks", "inputmode": "url", "spellcheck": "false"}
        ),
    )
    events = forms.TypedMultipleChoiceField(
        label="Events",
        required=False,
        coerce=WebhookEvent,
        choices=[(event.value, event.label) for event in WebhookEvent],
        widget=forms.CheckboxSelectMultiple,
    )


class ChangedWebhookForm(WebhookForm):
    """And whether to send at all."""

    active = forms.BooleanField(label="Switched on", required=False)
