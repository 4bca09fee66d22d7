"""What is kept."""

from plans.models.assessment import Allergy, Assessment, Medication
from plans.models.audit import AuditEvent
from plans.models.clinic import Clinic
from plans.models.insert_only import InsertOnly, WrittenOnce
from plans.models.people import EmergencyAccess, Patient, SearchWord, User
from plans.models.plan import (
    Decision,
    Draft,
    HandoutFile,
    JournalWeek,
    Part,
    PlanVersion,
    Printout,
    Role,
    SignOff,
)

__all__ = [
    "Allergy",
    "Assessment",
    "AuditEvent",
    "Clinic",
    "Decision",
    "Draft",
    "EmergencyAccess",
    "HandoutFile",
    "InsertOnly",
    "JournalWeek",
    "Medication",
    "Part",
    "Patient",
    "PlanVersion",
    "Printout",
    "Role",
    "SearchWord",
    "SignOff",
    "User",
    "WrittenOnce",
]
