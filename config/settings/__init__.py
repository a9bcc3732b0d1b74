"""All settings, one short file per concern; whatever differs between places comes from the environment."""

from config.event_routes import *
from config.queues import *
from config.settings.api import *
from config.settings.apps import *
from config.settings.auth import *
from config.settings.believable import *
from config.settings.billing import *
from config.settings.cache import *
from config.settings.celery import *
from config.settings.console import *
from config.settings.database import *
from config.settings.environment import *
from config.settings.files import *
from config.settings.grants import *
from config.settings.limits import *
from config.settings.logging import *
from config.settings.mail import *
from config.settings.security import *
from config.settings.tenancy import *
from config.settings.web import *
from config.settings.webhooks import *
