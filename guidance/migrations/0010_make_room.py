from django.db import migrations


class Migration(migrations.Migration):
    """Before the models move (0011): their indexes have these names of their own, which a database gives out once."""

    dependencies = [("guidance", "0008_secret_links")]

    operations = [
        migrations.RemoveConstraint(model_name="exampleattachment", name="example_attachment_once"),
        migrations.RemoveConstraint(model_name="experiment", name="one_application_per_call"),
        migrations.RemoveConstraint(model_name="registration", name="one_registration_per_person"),
    ]
