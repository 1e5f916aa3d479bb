from django.urls import path

from briefings import views

app_name = "briefings"
urlpatterns = [
    path("invoering/bijeenkomsten/", views.Briefings.as_view(), name="briefings"),
    path("invoering/bijeenkomsten/csv/", views.BriefingsCsv.as_view(), name="briefings_csv"),
    path("invoering/bijeenkomsten/<uuid:uuid>/", views.BriefingPage.as_view(), name="briefing"),
    path("invoering/bijeenkomsten/<uuid:uuid>/agenda/", views.BriefingFile.as_view(), name="briefing_file"),
    path(
        "invoering/bijeenkomsten/<uuid:uuid>/stuk/<int:pk>/",
        views.BriefingDocumentFile.as_view(),
        name="briefing_document",
    ),
    path("invoering/bijeenkomsten/<uuid:uuid>/deelnemers/", views.Attendance.as_view(), name="attendance"),
    path(
        "invoering/bijeenkomsten/<uuid:uuid>/deelnemers/csv/",
        views.AttendanceCsv.as_view(),
        name="attendance_csv",
    ),
    path(
        "invoering/bijeenkomsten/<uuid:uuid>/deelnemers/<uuid:registration>/afmelden/",
        views.SignSomebodyOff.as_view(),
        name="sign_somebody_off",
    ),
    path(
        "invoering/bijeenkomsten/<uuid:uuid>/<slug:action>/",
        views.BriefingTransition.as_view(),
        name="briefing_transition",
    ),
    path(
        "invoering/aanmelding/<uuid:uuid>/<slug:action>/",
        views.RegistrationTransition.as_view(),
        name="registration_transition",
    ),
]
