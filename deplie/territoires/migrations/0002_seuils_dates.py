"""The threshold of incomplete records becomes dated: what was set holds from the first day it could apply."""

from django.db import migrations

CLE, DEBUT = "seuil_incompletude_fse", "2014-01-01"


def dater(apps, schema_editor):
    for pose in apps.get_model("territoires", "Reglage").objects.filter(cle=CLE):
        if isinstance(pose.valeur, int):
            pose.valeur = {DEBUT: pose.valeur}
            pose.save(update_fields=["valeur"])


def defaire(apps, schema_editor):
    for pose in apps.get_model("territoires", "Reglage").objects.filter(cle=CLE):
        if isinstance(pose.valeur, dict):
            pose.valeur = pose.valeur[max(pose.valeur)]
            pose.save(update_fields=["valeur"])


class Migration(migrations.Migration):
    dependencies = [("territoires", "0001_initial")]

    operations = [migrations.RunPython(dater, defaire)]
