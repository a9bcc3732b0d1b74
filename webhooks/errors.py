"""What can't be done with webhooks."""

from kernel.errors import Conflict


class EndpointOff(Conflict):
    """Nothing is sent to an endpoint that is switched off."""

    code = "endpoint_off"
    title = "Switch the webhook on first"
