"""The WSGI application that the production server serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")

application = get_wsgi_application()
