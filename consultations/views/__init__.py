"""The pages of the consultations, for both sides of each; the matrix and the procedures for the partnership."""

from consultations.views.consent import AskConsent, ConsentPage, ConsentStep
from consultations.views.consultation import ConsultationPage, ConsultationStep
from consultations.views.documents import Document
from consultations.views.lists import Consultations, ConsultationsCsv
from consultations.views.matrix import Matrix, MatrixCsv
from consultations.views.meetings import ChangeMeeting, NewMeeting, NewMeetingWith
from consultations.views.overleg import OverlegPage, OverlegStep
from consultations.views.procedures import ChangeProcedure, NewProcedure

__all__ = [
    "AskConsent",
    "ChangeMeeting",
    "ChangeProcedure",
    "ConsentPage",
    "ConsentStep",
    "ConsultationPage",
    "ConsultationStep",
    "Consultations",
    "ConsultationsCsv",
    "Document",
    "Matrix",
    "MatrixCsv",
    "NewMeeting",
    "NewMeetingWith",
    "NewProcedure",
    "OverlegPage",
    "OverlegStep",
]
