"""Files that belong to businesses: exports, backups, documents. Private: no URL leads to them, only views that ask."""

from config.settings.environment import BASE_DIR, env

MEDIA_ROOT = env.str("FILES_DIR", default=str(BASE_DIR / "files"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
