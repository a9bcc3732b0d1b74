"""Secrets, hosts, transport and what a page may load."""

from csp.constants import NONCE, NONE, SELF

from config.settings.environment import BEHIND_PROXY, DEBUG, HTTPS, env

SECRET_KEY: str = env.str("SECRET_KEY", default="only-for-development-never-in-production" if DEBUG else "")

# Any well-formed host: businesses bring domains of their own, so the tenant middleware decides by its table.
# No page, and so no link, is ever made at a host that belongs to no business.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
