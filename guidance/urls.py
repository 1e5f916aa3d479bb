from django.urls import path

from guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.Agenda.as_view(), name="agenda"),
    path("csv/", views.AgendaCsv.as_view(), name="agenda_csv"),
    path("documenten/", views.Library.as_view(), name="library"),
    path("documenten/csv/", views.LibraryCsv.as_view(), name="library_csv"),
    path("documenten/<slug:key>/", views.DocumentPage.as_view(), name="document"),
    path("documenten/<slug:key>/<int:pk>/", views.DocumentFile.as_view(), name="document_file"),
    path("geschillencommissie/", views.Committees.as_view(), name="committees"),
]
