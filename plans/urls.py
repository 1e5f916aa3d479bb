from django.urls import path

from plans import views

app_name = "plans"
urlpatterns = [
    path("plannen/", views.Dossiers.as_view(), name="dossiers"),
    path("plannen/beginnen/", views.StartDossier.as_view(), name="start_dossier"),
    path("plannen/<uuid:uuid>/", views.DossierPage.as_view(), name="dossier"),
    path("plannen/<uuid:uuid>/actie/<slug:action>/", views.DossierTransition.as_view(), name="transition"),
    path("plannen/<uuid:uuid>/gegevens/", views.Details.as_view(), name="details"),
    path("plannen/<uuid:uuid>/overlegpartners/", views.Partners.as_view(), name="partners"),
    path("plannen/<uuid:uuid>/controle/", views.CheckPage.as_view(), name="check"),
    path("plannen/<uuid:uuid>/tijdlijn/", views.Timeline.as_view(), name="timeline"),
    path("plannen/<uuid:uuid>/begroting/", views.Budget.as_view(), name="budget"),
    path("plannen/<uuid:uuid>/hoofdstuk/nieuw/", views.AddChapter.as_view(), name="add_chapter"),
    path("plannen/<uuid:uuid>/hoofdstuk/<int:pk>/", views.ChapterPage.as_view(), name="chapter"),
    path("plannen/<uuid:uuid>/hoofdstuk/<int:pk>/eerder/", views.Revisions.as_view(), name="revisions"),
    path(
        "plannen/<uuid:uuid>/hoofdstuk/<int:pk>/verwijderen/",
        views.RemoveChapter.as_view(),
        name="remove_chapter",
    ),
    path(
        "plannen/<uuid:uuid>/hoofdstuk/<int:pk>/terugzetten/",
        views.RestoreChapter.as_view(),
        name="restore_chapter",
    ),
    path("plannen/<uuid:uuid>/bijlagen/", views.Attachments.as_view(), name="attachments"),
    path("plannen/<uuid:uuid>/bijlagen/<int:pk>/", views.AttachmentFile.as_view(), name="attachment"),
    path(
        "plannen/<uuid:uuid>/bijlagen/<int:pk>/verwijderen/",
        views.RemoveAttachment.as_view(),
        name="remove_attachment",
    ),
    path(
        "plannen/<uuid:uuid>/vaststelling/<int:pk>/", views.AdoptionFile.as_view(), name="adoption_document"
    ),
    path("plannen/<uuid:uuid>/versies/<int:number>/", views.VersionPage.as_view(), name="version"),
    path("plannen/<uuid:uuid>/versies/<int:number>/pdf/", views.VersionPdf.as_view(), name="version_pdf"),
    path("plannen/<uuid:uuid>/versies/<int:number>/json/", views.VersionJson.as_view(), name="version_json"),
    path(
        "plannen/<uuid:uuid>/versies/<int:number>/bijlagen/<int:pk>/",
        views.VersionFile.as_view(),
        name="version_attachment",
    ),
    path(
        "plannen/<uuid:uuid>/versies/<int:number>/vergelijken/<int:other>/",
        views.Compare.as_view(),
        name="compare",
    ),
    path("indieningen/<slug:reference>/", views.ReceiptPage.as_view(), name="receipt"),
    path(
        "indieningen/<slug:reference>/intrekken/",
        views.Withdraw.as_view(),
        {"action": "withdraw"},
        name="withdraw",
    ),
    path("indieningen/<slug:reference>/pdf/", views.ReceiptPdf.as_view(), name="receipt_pdf"),
]
