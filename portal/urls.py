"""All addresses of the portal; paths are Dutch, names English."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.views.urls")),
    path("", include("plans.urls")),
    path("", include("consultations.urls")),
    path("", include("disputes.urls")),
    path("account/", include("allauth.account.urls")),
    path("taal/", include("django.conf.urls.i18n")),
    path("beheer/", admin.site.urls),
]
