"""What was found at the visit: the table of questions, the typed Intake, and how raw JSON becomes one."""
