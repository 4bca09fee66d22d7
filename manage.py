#!/usr/bin/env python
"""Careplan's command line: ``manage.py help`` lists the commands."""

import os
import sys

from django.core.management import execute_from_command_line

from plans.knowledge.reading import KnowledgeError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")
    try:
        execute_from_command_line(sys.argv)
    except KnowledgeError as error:
        sys.exit(f"Knowledge cannot be used. {error}")
