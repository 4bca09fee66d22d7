"""Worklist, search and patient page with a thousand patients and with a million.

Run: CAREPLAN_DEBUG=1 script/with_postgres python benchmarks/worklist.py [--few 1000] [--many 1000000]

The demonstration's patients, with their drafts, signatures and versions, are copied in the database until
there are enough; copies keep every column but the large ones. Names
begin alike in many and are the same in one of fifty. Prints for each page how many queries it
makes, the median of its time at both sizes and their ratio. Goals: the same queries, a ratio of at most 1.2.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careplan.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from plans.management.demo_clinic import load_demo  # noqa: E402
from plans.models import Assessment, Draft, Patient, PlanVersion, SearchWord, SignOff, User  # noqa: E402

COPIED = (Patient, SearchWord, Assessment, PlanVersion, Draft, SignOff)
STRIDE = 1000  # ids of one copy lie this far from those of the next
RUNS = 25
GOAL = 1.2


def column(field: models.Field, copied: tuple[type[models.Model], ...]) -> str:
    """What a copy holds in this column: its own ids, its own times, nothing large."""
    name = connection.ops.quote_name(field.column)
    shifted = f"{name} + k.k * {STRIDE}"
    if field.primary_key or (field.is_relation and field.related_model in copied):
        return shifted
    if isinstance(field, models.JSONField):
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE '{{}}'::jsonb END"
    if field.column == "word":  # many begin alike, one in fifty is the same
        other = f"substr({name}, 1, 3) || convert_to(md5(k.k::text || id::text), 'UTF8')"
        return f"CASE WHEN mod(k.k, 50) = 0 THEN {name} ELSE {other} END"
    if field.column in ("signed_at", "changed_at"):
        return f"{name} - k.k * interval '1 minute'"
    if field.column == "remeasure_on":
        return f"{name} - mod(k.k, 700)::int"
    if field.column == "record_number":
        return f"{name} || '-' || k.k"
    return name


def copy_patients(first: int, last: int) -> None:
    """Copies number ``first`` to ``last`` of the demonstration's rows."""
    with connection.cursor() as cursor:
        # The journal of changes is of no use to rows that are thrown away, and foreign keys hold by design.
        cursor.execute("SET session_replication_role = replica")
        for model in COPIED:
            fields = model._meta.concrete_fields
            names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            values = ", ".join(column(field, COPIED) for field in fields)
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} "  # noqa: S608 - our own names
                f"CROSS JOIN generate_series(%s, %s) AS k(k) WHERE id < {STRIDE}",
                [first, last],
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        for model in COPIED:
            cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def measured(client: Client) -> dict[str, tuple[int, float, float]]:
    """Queries, median and least milliseconds of each page."""
    patient = Patient.objects.filter(versions__isnull=False).order_by("pk").first()
    assert patient is not None
    pages = {
        "worklist": lambda: client.get(reverse("worklist")),
        "search, 3 letters": lambda: client.post(reverse("search"), {"words": patient.name[:3]}),
        "search, 2 words": lambda: client.post(reverse("search"), {"words": patient.name}),
        "patient": lambda: client.get(reverse("patient", args=[patient.pk])),
    }
    found = {}
    for name, page in pages.items():
        page()
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = page()
        assert answer.status_code == 200, (name, answer.status_code)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            page()
            times.append((time.perf_counter() - start) * 1000)
        found[name] = (len(queries), statistics.median(times), min(times))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    options = parser.parse_args()
    if connection.vendor != "postgresql":
        raise SystemExit("DATABASE_URL names no PostgreSQL: run it by script/with_postgres")
    call_command("migrate", verbosity=0)
    load_demo()
    per_copy = Patient.objects.count()
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="pat"), backend="django.contrib.auth.backends.ModelBackend")
    copies, results = 0, []
    for size in (options.few, options.many):
        wanted = -(-size // per_copy) - 1
        copy_patients(copies + 1, wanted)
        copies = wanted
        results.append(measured(client))
    few, many = results
    print(f"patients           {options.few:>10,} {options.many:>12,}   ratio, of the quickest")
    for name, (queries, before, least) in few.items():
        after = many[name]
        same = "same queries" if after[0] == queries else f"{queries} and {after[0]} queries"
        ratio = after[1] / before
        best = after[2] / least
        print(
            f"{name:18} {before:>7.1f} ms {after[1]:>9.1f} ms   {ratio:5.2f} {best:5.2f}   {queries} {same}"
        )
    print(f"goal: at most {GOAL}")


if __name__ == "__main__":
    main()
