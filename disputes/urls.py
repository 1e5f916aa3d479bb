from django.urls import path

from disputes import views

app_name = "disputes"
urlpatterns = [
    path("geschillen/", views.DisputeList.as_view(), name="disputes"),
    path("geschillen/csv/", views.DisputeExport.as_view(), name="export"),
    path("geschillen/<uuid:uuid>/", views.DisputePage.as_view(), name="dispute"),
    path("geschillen/<uuid:uuid>/actie/<slug:action>/", views.DisputeTransition.as_view(), name="transition"),
    path("geschillen/<uuid:uuid>/stukken/<int:pk>/", views.DocumentDownload.as_view(), name="document"),
    path("geschillen/<uuid:uuid>/bundel/", views.BundleDownload.as_view(), name="bundle"),
    path("overleg/<uuid:uuid>/geschil/", views.LodgeDispute.as_view(), name="lodge"),
]
