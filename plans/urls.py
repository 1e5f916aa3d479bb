from django.urls import path
from django.views import View

app_name = "plans"
urlpatterns = [
    path("plannen/", View.as_view(), name="dossiers"),
    path("plannen/<uuid:uuid>/", View.as_view(), name="dossier"),
    path("plannen/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="transition"),
    path("plannen/<uuid:uuid>/hoofdstuk/<int:pk>/", View.as_view(), name="chapter"),
    path("plannen/<uuid:uuid>/begroting/", View.as_view(), name="budget"),
    path("plannen/<uuid:uuid>/gegevens/", View.as_view(), name="details"),
    path("plannen/<uuid:uuid>/controle/", View.as_view(), name="check"),
    path("plannen/<uuid:uuid>/versies/<int:number>/", View.as_view(), name="version"),
    path("indieningen/<slug:reference>/", View.as_view(), name="receipt"),
]
