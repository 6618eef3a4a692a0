"""Addresses below that of an article in the admin."""

from django.urls import path

from . import views

app_name = "workbench"
urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("propose/", views.propose, name="propose"),
    path("mark/", views.mark, name="mark"),
    path("event/", views.start_event, name="event"),
    path("publish/", views.publish, name="publish"),
    path("versions/", views.versions, name="versions"),
    path("<int:proposal>/", views.decide, name="decide"),
]
