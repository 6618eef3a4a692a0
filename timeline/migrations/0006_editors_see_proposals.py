"""What came since the group “Editors” was made: its members may look at the history of that too."""

from importlib import import_module

from django.db import migrations

make_group = import_module("timeline.migrations.0002_editors_group").make_group


class Migration(migrations.Migration):
    dependencies = [("timeline", "0005_proposals")]
    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
