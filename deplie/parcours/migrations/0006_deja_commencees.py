from django.db import migrations
from django.db.models import F


def commencer(apps, schema_editor):
    """What is recorded already came from another tool, or from a commission: it had begun there."""
    apps.get_model("parcours", "Participation").objects.filter(commencee_le=None).update(commencee_le=F("date_entree"))


class Migration(migrations.Migration):
    dependencies = [("parcours", "0005_prescription_et_suivi")]
    operations = [migrations.RunPython(commencer, migrations.RunPython.noop)]
