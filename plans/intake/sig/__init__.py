"""The sig-line reader: ``read_sig`` turns "ibuprofen 400 tid prn" into a medication entry."""

from plans.intake.sig.doubts import Asked, doubtful_amounts
from plans.intake.sig.reader import SigReading, read_sig
from plans.intake.sig.words import Question, SigDrug, SigProduct, SigWords, UnclearName

__all__ = [
    "Asked",
    "Question",
    "SigDrug",
    "SigProduct",
    "SigReading",
    "SigWords",
    "UnclearName",
    "doubtful_amounts",
    "read_sig",
]
