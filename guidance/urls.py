from django.urls import path

from guidance import views

app_name = "guidance"
urlpatterns = [
    path("invoering/", views.Agenda.as_view(), name="agenda"),
    path("agenda/", views.OwnAgenda.as_view(), name="own_agenda"),
    path("agenda/csv/", views.OwnAgendaCsv.as_view(), name="own_agenda_csv"),
    path("agenda/bestand/", views.OwnAgendaFile.as_view(), name="own_agenda_file"),
    path("agenda/adres/", views.OpenFeed.as_view(), name="open_feed"),
    path("agenda/adres/intrekken/", views.CloseFeed.as_view(), name="close_feed"),
    path("agenda/<str:token>.ics", views.Feed.as_view(), name="feed"),
    path("invoering/csv/", views.AgendaCsv.as_view(), name="agenda_csv"),
    path("invoering/documenten/", views.Library.as_view(), name="library"),
    path("invoering/documenten/csv/", views.LibraryCsv.as_view(), name="library_csv"),
    path("invoering/documenten/<slug:key>/", views.DocumentPage.as_view(), name="document"),
    path("invoering/documenten/<slug:key>/<int:pk>/", views.DocumentFile.as_view(), name="document_file"),
    path("invoering/aanbod/", views.Offers.as_view(), name="offers"),
    path("invoering/aanbod/csv/", views.OffersCsv.as_view(), name="offers_csv"),
    path("invoering/geschillencommissie/", views.Committees.as_view(), name="committees"),
    path("invoering/voorbeelden/", views.Examples.as_view(), name="examples"),
    path("invoering/voorbeelden/csv/", views.ExamplesCsv.as_view(), name="examples_csv"),
    path("invoering/voorbeelden/eigen/", views.OwnExamples.as_view(), name="own_examples"),
    path("invoering/voorbeelden/nieuw/<int:pk>/", views.NewExample.as_view(), name="new_example"),
    path("invoering/voorbeelden/<uuid:uuid>/", views.ExamplePage.as_view(), name="example"),
    path(
        "invoering/voorbeelden/<uuid:uuid>/bijlage/<int:pk>/",
        views.ExampleAttachmentFile.as_view(),
        name="example_attachment",
    ),
    path(
        "invoering/voorbeelden/<uuid:uuid>/<slug:action>/",
        views.ExampleTransition.as_view(),
        name="example_transition",
    ),
    path("invoering/volgen/", views.Following.as_view(), name="following"),
    path("invoering/volgen/<slug:key>/", views.FollowSubject.as_view(), name="follow"),
    path("invoering/volgen/stop/<str:token>/", views.StopDigest.as_view(), name="stop_digest"),
    path("invoering/bijeenkomsten/", views.Meetings.as_view(), name="meetings"),
    path("invoering/bijeenkomsten/csv/", views.MeetingsCsv.as_view(), name="meetings_csv"),
    path("invoering/bijeenkomsten/<uuid:uuid>/", views.MeetingPage.as_view(), name="meeting"),
    path("invoering/bijeenkomsten/<uuid:uuid>/agenda/", views.MeetingFile.as_view(), name="meeting_file"),
    path(
        "invoering/bijeenkomsten/<uuid:uuid>/stuk/<int:pk>/",
        views.MeetingDocumentFile.as_view(),
        name="meeting_document",
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
        views.MeetingTransition.as_view(),
        name="meeting_transition",
    ),
    path(
        "invoering/aanmelding/<uuid:uuid>/<slug:action>/",
        views.RegistrationTransition.as_view(),
        name="registration_transition",
    ),
    path("invoering/experimenten/", views.Experiments.as_view(), name="experiments"),
    path("invoering/experimenten/csv/", views.ExperimentsCsv.as_view(), name="experiments_csv"),
    path("invoering/experimenten/<slug:key>/aanmelden/<int:pk>/", views.Apply.as_view(), name="apply"),
    path("invoering/experimenten/<uuid:uuid>/", views.ExperimentPage.as_view(), name="experiment"),
    path(
        "invoering/experimenten/<uuid:uuid>/verslag/<int:pk>/",
        views.ReportFile.as_view(),
        name="report_file",
    ),
    path(
        "invoering/experimenten/<uuid:uuid>/<slug:action>/",
        views.ExperimentTransition.as_view(),
        name="experiment_transition",
    ),
]
