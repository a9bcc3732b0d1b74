from tenants.life.models.loose_schema import LooseSchema
from tenants.life.models.pending_sign_up import PendingSignUp
from tenants.life.models.reservation import Reservation
from tenants.life.models.tenant import Domain, Tenant

__all__ = ["Domain", "LooseSchema", "PendingSignUp", "Reservation", "Tenant"]
