"""The readers' addresses. Each works alone: pasted, bookmarked, without JavaScript, after Back."""

from django.urls import path

from . import views

app_name = "timeline"
urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("statements/<slug:slug>/", views.statement, name="statement"),
    path("actors/", views.actor_list, name="actor_list"),
    path("actors/<slug:slug>/", views.actor, name="actor"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<int:pk>/", views.correction, name="correction"),
    path("corrections.atom", views.corrections_feed, name="corrections_feed"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:slug>/", views.source, name="source"),
]
