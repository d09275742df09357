"""Cancelled rows, who made an account, due dates owed after a change of the calendar, the trail of acts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficeAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="pada")),
                ("sentence", models.TextField(verbose_name="yang dilakukan")),
            ],
            options={
                "verbose_name": "catatan tindakan",
                "verbose_name_plural": "catatan tindakan",
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="deskposition",
            name="seat_once_per_start",
        ),
        migrations.RemoveConstraint(
            model_name="holding",
            name="holding_once_per_start",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_once_per_start",
        ),
        migrations.RemoveConstraint(
            model_name="officerole",
            name="office_role_once_per_start",
        ),
        migrations.AddField(
            model_name="deskposition",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan"),
        ),
        migrations.AddField(
            model_name="holding",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan"),
        ),
        migrations.AddField(
            model_name="membership",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan"),
        ),
        migrations.AddField(
            model_name="office",
            name="dues_owed",
            field=models.TextField(
                blank=True, default="", verbose_name="tenggat yang harus dihitung ulang"
            ),
        ),
        migrations.AddField(
            model_name="officerole",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dibatalkan"),
        ),
        migrations.AddField(
            model_name="person",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
                verbose_name="dinas yang membuat akun ini",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="password_is_initial",
            field=models.BooleanField(default=False, verbose_name="kata sandi awal"),
        ),
        migrations.AddConstraint(
            model_name="deskposition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("desk", "position", "starts_on"),
                name="seat_once_per_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("person", "position", "starts_on"),
                name="holding_once_per_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("person", "agency", "role", "starts_on"),
                name="membership_once_per_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="officerole",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True)),
                fields=("person", "office", "role", "starts_on"),
                name="office_role_once_per_start",
            ),
        ),
        migrations.AddField(
            model_name="officeact",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acts",
                to="accounts.office",
                verbose_name="dinas",
            ),
        ),
        migrations.AddField(
            model_name="officeact",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="oleh",
            ),
        ),
        migrations.AddIndex(
            model_name="officeact",
            index=models.Index(fields=["office", "-id"], name="acts_of_office"),
        ),
    ]
