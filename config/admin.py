"""The admin of this site: Django's, beginning with what waits for an editor."""

from django.contrib.admin.apps import AdminConfig


class EditorsConfig(AdminConfig):
    default_site = "timeline.admin_site.EditorsSite"
