from django.urls import path

from examples import views

app_name = "examples"
urlpatterns = [
    path("invoering/voorbeelden/", views.Examples.as_view(), name="examples"),
    path("invoering/voorbeelden/csv/", views.ExamplesCsv.as_view(), name="examples_csv"),
    path("invoering/voorbeelden/eigen/", views.OwnExamples.as_view(), name="own_examples"),
    path("invoering/voorbeelden/nieuw/<int:pk>/", views.NewExample.as_view(), name="new_example"),
    path("invoering/voorbeelden/<uuid:uuid>/", views.ExamplePage.as_view(), name="example"),
    path(
        "invoering/voorbeelden/<uuid:uuid>/bijlage/<int:pk>/",
        views.ExampleAttachmentFile.as_view(),
        name="example_attachment",
    ),
    path(
        "invoering/voorbeelden/<uuid:uuid>/<slug:action>/",
        views.ExampleTransition.as_view(),
        name="example_transition",
    ),
    path("invoering/volgen/", views.Following.as_view(), name="following"),
    path("invoering/volgen/<slug:key>/", views.FollowSubject.as_view(), name="follow"),
    path("invoering/volgen/stop/<str:token>/", views.StopDigest.as_view(), name="stop_digest"),
    # A step on an experiment that begins an example.
    path(
        "invoering/experimenten/<uuid:uuid>/share_lessons/",
        views.ShareLessons.as_view(),
        name="share_lessons",
    ),
]
