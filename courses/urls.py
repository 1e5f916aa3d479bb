from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("invoering/aanbod/", views.Offers.as_view(), name="offers"),
    path("invoering/aanbod/csv/", views.OffersCsv.as_view(), name="offers_csv"),
]
