"""The data's revision, and the log of what was touched.

Their triggers are set after every migration (`timeline.apps`), for some take them away.
"""

from django.db import migrations

from timeline.serving import revision


class Migration(migrations.Migration):
    dependencies = [("timeline", "0006_editors_see_proposals")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: revision.create(schema_editor.connection),
            lambda apps, schema_editor: revision.drop(schema_editor.connection),
        )
    ]
