from django.urls import path
from django.views import View

app_name = "disputes"
urlpatterns = [
    path("geschillen/", View.as_view(), name="disputes"),
    path("geschillen/csv/", View.as_view(), name="export"),
    path("geschillen/<uuid:uuid>/", View.as_view(), name="dispute"),
    path("geschillen/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="transition"),
    path("geschillen/<uuid:uuid>/stukken/<int:pk>/", View.as_view(), name="document"),
    path("geschillen/<uuid:uuid>/bundel/", View.as_view(), name="bundle"),
    path("overleg/<uuid:uuid>/geschil/", View.as_view(), name="lodge"),
]
