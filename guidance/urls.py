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
    path("invoering/geschillencommissie/", views.Committees.as_view(), name="committees"),
]
