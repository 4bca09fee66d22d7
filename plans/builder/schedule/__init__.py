"""The integrated day: minutes, doses on the clock, sets, the timetable, weekdays and the calendar."""
