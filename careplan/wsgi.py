"""Where a web server enters: ``gunicorn careplan.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")
application = get_wsgi_application()

from plans.checks import refuse_unready  # noqa: E402 - needs the applications above

refuse_unready()
