from django.urls import path
from django.views import View

app_name = "disputes"
urlpatterns = [
    path("geschillen/", View.as_view(), name="disputes"),
    path("geschillen/<uuid:uuid>/", View.as_view(), name="dispute"),
    path("geschillen/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="transition"),
    path("overleg/<uuid:uuid>/geschil/", View.as_view(), name="lodge"),
]
