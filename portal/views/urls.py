from django.urls import path

from portal.views import front, health, invitations, messages, people, profile, start

app_name = "portal"
urlpatterns = [
    path("", front.front, name="front"),
    path("start/", start.start, name="start"),
    path("hulp/", front.help_page, name="help"),
    path("toegankelijkheid/", front.accessibility, name="accessibility"),
    path("berichten/", messages.Messages.as_view(), name="messages"),
    path("berichten/gelezen/", messages.AllRead.as_view(), name="messages_read"),
    path("berichten/<int:pk>/", messages.Message.as_view(), name="message"),
    path("gegevens/", profile.Profile.as_view(), name="profile"),
    path("organisatie/", people.Organisations.as_view(), name="organisations"),
    path("organisatie/<int:pk>/", people.People.as_view(), name="people"),
    path("organisatie/<int:pk>/uitnodigen/", people.Invite.as_view(), name="invite"),
    path("organisatie/<int:pk>/uitnodiging/<int:invitation>/", people.Open.as_view(), name="open_invitation"),
    path("organisatie/<int:pk>/deelnemer/<int:membership>/", people.Member.as_view(), name="member"),
    path("uitnodiging/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("robots.txt", health.robots, name="robots"),
    path(".well-known/security.txt", health.security, name="security"),
]
