from django.urls import path

from consultations import views

app_name = "consultations"
urlpatterns = [
    path("overleg/", views.Consultations.as_view(), name="consultations"),
    path("overleg/csv/", views.ConsultationsCsv.as_view(), name="consultations_csv"),
    path("overleg/document/<slug:kind>/<int:pk>/", views.Document.as_view(), name="document"),
    path("overleg/<uuid:uuid>/", views.ConsultationPage.as_view(), name="consultation"),
    path("overleg/<uuid:uuid>/actie/<slug:action>/", views.ConsultationStep.as_view(), name="transition"),
    path("overleg/<uuid:uuid>/bijeenkomst/", views.NewMeetingWith.as_view(), name="new_meeting_with"),
    path("bijeenkomsten/<int:pk>/", views.ChangeMeeting.as_view(), name="change_meeting"),
    path("plannen/<uuid:uuid>/overleg/", views.Matrix.as_view(), name="matrix"),
    path("plannen/<uuid:uuid>/overleg/csv/", views.MatrixCsv.as_view(), name="matrix_csv"),
    path("plannen/<uuid:uuid>/bijeenkomst/", views.NewMeeting.as_view(), name="new_meeting"),
    path("plannen/<uuid:uuid>/procedure/", views.NewProcedure.as_view(), name="procedure"),
    path(
        "plannen/<uuid:uuid>/procedure/<uuid:procedure>/",
        views.ChangeProcedure.as_view(),
        name="change_procedure",
    ),
    path("afstemming/<uuid:uuid>/", views.OverlegPage.as_view(), name="overleg"),
    path(
        "afstemming/<uuid:uuid>/actie/<slug:action>/", views.OverlegStep.as_view(), name="overleg_transition"
    ),
    path("plannen/<uuid:uuid>/instemming/", views.AskConsent.as_view(), name="ask_consent"),
    path("instemming/<uuid:uuid>/", views.ConsentPage.as_view(), name="consent"),
    path(
        "instemming/<uuid:uuid>/actie/<slug:action>/", views.ConsentStep.as_view(), name="consent_transition"
    ),
]
