from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_written_once")]

    operations = [
        migrations.AddIndex(
            model_name="planversion",
            index=models.Index(fields=["content_hash"], name="version_content"),
        )
    ]
