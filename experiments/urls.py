from django.urls import path

from experiments import views

app_name = "experiments"
urlpatterns = [
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
