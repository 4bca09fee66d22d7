"""What is known: data files a clinician can read and review, and their one loader."""
