from tenants.life.models.pending_sign_up import PendingSignUp
from tenants.life.models.reservation import Reservation
from tenants.life.models.tenant import Domain, Tenant

__all__ = ["Domain", "PendingSignUp", "Reservation", "Tenant"]
