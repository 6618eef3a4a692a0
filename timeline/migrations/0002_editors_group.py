"""The group “Editors”: everything on the records of `articles` and `timeline`, nothing on users."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUP = "Editors"
APPS = ["articles", "timeline"]
HISTORY = "historical"  # how simple-history's models are named: may be looked at, is written by the program alone


def make_group(apps, schema_editor):
    database = schema_editor.connection.alias
    for label in APPS:
        # Permissions are made when all migrations are through; on a new database that is too late for this one.
        create_permissions(installed.get_app_config(label), verbosity=0, using=database, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects.using(database).filter(content_type__app_label__in=APPS)
    group, _ = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=GROUP)
    group.permissions.add(
        *permissions.exclude(content_type__model__startswith=HISTORY),
        *permissions.filter(content_type__model__startswith=HISTORY, codename__startswith="view_"),
    )


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("timeline", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
