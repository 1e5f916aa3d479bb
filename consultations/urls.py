from django.urls import path
from django.views import View

app_name = "consultations"
urlpatterns = [
    path("overleg/", View.as_view(), name="consultations"),
    path("plannen/<uuid:uuid>/overleg/", View.as_view(), name="matrix"),
    path("plannen/<uuid:uuid>/procedure/", View.as_view(), name="procedure"),
    path("overleg/document/<slug:kind>/<int:pk>/", View.as_view(), name="document"),
    path("overleg/<uuid:uuid>/", View.as_view(), name="consultation"),
    path("overleg/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="transition"),
    path("afstemming/<uuid:uuid>/", View.as_view(), name="overleg"),
    path("afstemming/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="overleg_transition"),
    path("plannen/<uuid:uuid>/instemming/", View.as_view(), name="ask_consent"),
    path("instemming/<uuid:uuid>/", View.as_view(), name="consent"),
    path("instemming/<uuid:uuid>/actie/<slug:action>/", View.as_view(), name="consent_transition"),
]
