"""The readers' addresses. Each works alone: pasted, bookmarked, without JavaScript, after Back."""

from django.urls import path

from . import views

app_name = "timeline"
urlpatterns = [
    path("", views.event_list, name="event_list"),
    path("feed.atom", views.feed, name="feed"),
    path("network/", views.network, name="network"),
    path("compare/", views.compare, name="compare"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/picture.png", views.event_picture, name="event_picture"),
    path("statements/<slug:slug>/", views.statement, name="statement"),
    path("actors/", views.actor_list, name="actor_list"),
    path("actors/<slug:slug>/", views.actor, name="actor"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("on-this-day/", views.on_this_day, name="on_this_day"),
    path("on-this-day/<str:day>/", views.on_day, name="on_day"),
    path("random/", views.random_event, name="random"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<int:pk>/", views.correction, name="correction"),
    path("corrections.atom", views.corrections_feed, name="corrections_feed"),
    path("sources/", views.source_list, name="source_list"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("about/", views.about, name="about"),
    path("picture.png", views.picture, name="picture"),
    path("robots.txt", views.robots, name="robots"),
]
