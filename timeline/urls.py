"""The readers' addresses. Each works alone: pasted, bookmarked, without JavaScript, after Back."""

from django.urls import path

from .pages.actor.views import actor, actor_list
from .pages.compare.views import compare
from .pages.corrections.views import correction, corrections, corrections_feed
from .pages.event.views import event, statement
from .pages.event_list.feed import feed
from .pages.event_list.views import event_list
from .pages.network.views import network
from .pages.on_this_day.views import on_day, on_this_day, random_event
from .pages.site.views import about, robots
from .pages.social_image.views import event_picture, picture
from .pages.source.views import source, source_list
from .pages.topic.views import topic, topic_list

app_name = "timeline"
urlpatterns = [
    path("", event_list, name="event_list"),
    path("feed.atom", feed, name="feed"),
    path("network/", network, name="network"),
    path("compare/", compare, name="compare"),
    path("events/<slug:slug>/", event, name="event"),
    path("events/<slug:slug>/picture.png", event_picture, name="event_picture"),
    path("statements/<slug:slug>/", statement, name="statement"),
    path("actors/", actor_list, name="actor_list"),
    path("actors/<slug:slug>/", actor, name="actor"),
    path("topics/", topic_list, name="topic_list"),
    path("topics/<slug:slug>/", topic, name="topic"),
    path("on-this-day/", on_this_day, name="on_this_day"),
    path("on-this-day/<str:day>/", on_day, name="on_day"),
    path("random/", random_event, name="random"),
    path("corrections/", corrections, name="corrections"),
    path("corrections/<int:pk>/", correction, name="correction"),
    path("corrections.atom", corrections_feed, name="corrections_feed"),
    path("sources/", source_list, name="source_list"),
    path("sources/<slug:slug>/", source, name="source"),
    path("about/", about, name="about"),
    path("picture.png", picture, name="picture"),
    path("robots.txt", robots, name="robots"),
]
