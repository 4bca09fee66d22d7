"""Where an asynchronous web server enters."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")
application = get_asgi_application()

from plans.checks import refuse_unready  # noqa: E402 - needs the applications above
from plans.views.warming import warm_up  # noqa: E402

refuse_unready()
warm_up()
