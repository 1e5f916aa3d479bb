from django.urls import path
from django.views import View

app_name = "portal"
urlpatterns = [
    path("", View.as_view(), name="front"),
    path("start/", View.as_view(), name="start"),
    path("hulp/", View.as_view(), name="help"),
    path("toegankelijkheid/", View.as_view(), name="accessibility"),
    path("berichten/", View.as_view(), name="messages"),
]
