"""Filings can be withdrawn, and a version can then be filed again.

The guard on the columns of a filing is taken off and put back: SQLite makes the table anew for a changed constraint, and
its triggers would be gone.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal import append_only

GUARDED = (
    "dossier_id",
    "version_id",
    "adoption_id",
    "sequence",
    "reference",
    "received_at",
    "deadline",
    "filed_by_id",
    "filed_by_name",
    "filed_for_id",
    "filed_for_name",
    "remark",
    "findings",
    "in_answer_to_id",
)


def guard(_apps: Any, schema_editor: Any) -> None:
    append_only.create(schema_editor, "plans_filing", GUARDED)


def unguard(_apps: Any, schema_editor: Any) -> None:
    append_only.drop(schema_editor, "plans_filing")


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0007_standing_of_filings'),
        ('portal', '0003_editors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(unguard, guard),
        migrations.RemoveConstraint(
            model_name='filing',
            name='filing_state_known',
        ),
        migrations.AddField(
            model_name='filing',
            name='withdrawal_reason',
            field=models.TextField(blank=True, verbose_name='reden van de intrekking'),
        ),
        migrations.AddField(
            model_name='filing',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='ingetrokken op'),
        ),
        migrations.AddField(
            model_name='filing',
            name='withdrawn_by_name',
            field=models.CharField(blank=True, max_length=500, verbose_name='ingetrokken door'),
        ),
        migrations.AddField(
            model_name='filing',
            name='withdrawn_receipt',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.storedfile'),
        ),
        migrations.AddField(
            model_name='filinground',
            name='allows_withdrawal',
            field=models.BooleanField(default=True, help_text='tot de uiterste datum, zolang de inspectie niet heeft geoordeeld; de wet zegt er niets over', verbose_name='indiening mag worden ingetrokken'),
        ),
        migrations.AlterField(
            model_name='filing',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='plans.planversion'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('version',), name='version_filed_once'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', False), _connector='OR'), name='withdrawn_has_a_moment'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'in_review', 'repair_requested', 'complete', 'withdrawn'])), name='filing_state_known'),
        ),
        migrations.RunPython(guard, unguard),
    ]
