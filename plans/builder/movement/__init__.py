"""Physical therapy: screen, scores, deficits, precautions, choice and dose of exercises, visits, flags."""
