"""Every write: keyword-only functions, one transaction each, with the audit event inside.

They ask ``plans.permissions`` first (PermissionDenied), and raise ``Refused`` with words for the screen
when what was asked cannot be done.
"""

from plans.actions.clinic import accept_translations, add_user, change_clinic, change_user, set_password
from plans.actions.intake import (
    Conflict,
    Finished,
    Preview,
    Saved,
    finish_intake,
    preview,
    save_draft_field,
    save_draft_fields,
)
from plans.actions.journal import (
    Recorded,
    RecordedWeeks,
    first_day,
    kept_weeks,
    read_pain,
    record_journal_week,
    record_journal_weeks,
    weeks_begun,
)
from plans.actions.outcome import Changed, Refused
from plans.actions.patients import (
    change_patient,
    find_patients,
    open_draft,
    open_in_emergency,
    record_view,
    register_patient,
)
from plans.actions.printing import preview_draft, print_draft, print_handout, usual_edition, usual_paper
from plans.actions.review import Decided, build_draft_plan, decide, undo_decision, would_void
from plans.actions.signing import Signed, sign_movement, sign_whole
from plans.actions.worklist import Worklist, worklist

__all__ = [
    "Changed",
    "Conflict",
    "Decided",
    "Finished",
    "Preview",
    "Recorded",
    "RecordedWeeks",
    "Refused",
    "Saved",
    "Signed",
    "Worklist",
    "accept_translations",
    "add_user",
    "build_draft_plan",
    "change_clinic",
    "change_patient",
    "change_user",
    "decide",
    "find_patients",
    "finish_intake",
    "first_day",
    "kept_weeks",
    "open_draft",
    "open_in_emergency",
    "preview",
    "preview_draft",
    "print_draft",
    "print_handout",
    "read_pain",
    "record_journal_week",
    "record_journal_weeks",
    "record_view",
    "register_patient",
    "save_draft_field",
    "save_draft_fields",
    "set_password",
    "sign_movement",
    "sign_whole",
    "undo_decision",
    "usual_edition",
    "usual_paper",
    "weeks_begun",
    "worklist",
    "would_void",
]
