"""All addresses of the portal; paths are Dutch, names English."""

from django.contrib import admin
from django.urls import include, path

from portal.views.language import set_language

urlpatterns = [
    path("", include("portal.views.urls")),
    path("", include("plans.urls")),
    path("", include("guidance.urls")),
    path("", include("examples.urls")),  # before those of experiments: a step on one may make an example
    path("", include("experiments.urls")),
    path("", include("briefings.urls")),
    path("", include("courses.urls")),
    path("", include("consultations.urls")),
    path("", include("disputes.urls")),
    path("account/", include("portal.accounts")),
    path("taal/setlang/", set_language, name="set_language"),
    path("beheer/", admin.site.urls),
]
