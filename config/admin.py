"""The admin of this site: Django's, with a start page that lists the editors' tasks."""

from django.contrib.admin.apps import AdminConfig


class EditorsConfig(AdminConfig):
    default_site = "timeline.admin_site.EditorsSite"
