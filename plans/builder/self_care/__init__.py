"""Self-care: habits, weekly targets, goals, the journal read back, progress, and the lines around them."""
