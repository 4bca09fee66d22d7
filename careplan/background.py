"""Tasks in a thread of the web worker: what may be lost, and must not be waited for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

POOL = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tasks")  # its thread starts with the first task


class ThreadBackend(ImmediateBackend):
    """One task after the other. What is waiting when the worker stops is finished first; a crash loses it."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        result: TaskResult[Any] = TaskResult(
            task=task, id=get_random_id(), status=TaskResultStatus.READY, enqueued_at=None, started_at=None,
            last_attempted_at=None, finished_at=None, args=args, kwargs=kwargs, backend=self.alias, errors=[],
            worker_ids=[],
        )  # fmt: skip
        POOL.submit(self._run, result)
        return result

    def _run(self, result: TaskResult[Any]) -> None:
        try:
            self._execute_task(result)
        finally:
            connections.close_all()
