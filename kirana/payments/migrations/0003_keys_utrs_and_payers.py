from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import kirana.payments.models


def keep_the_keys_that_were_sent(apps: Any, _editor: Any) -> None:
    """What a gateway was asked for so far was asked for under these keys, and is to be found by them."""
    for name in ("Payment", "Refund"):
        rows = apps.get_model("payments", name).objects
        for pk in rows.values_list("pk", flat=True).iterator():
            rows.filter(pk=pk).update(gateway_key=f"{name.lower()}-{pk}")


def write_down_the_utrs_that_were_used(apps: Any, _editor: Any) -> None:
    """Transfers for orders, at the door, of khatas and of refunds; of two uses the first one keeps it."""
    payment, refund = apps.get_model("payments", "Payment"), apps.get_model("payments", "Refund")
    used = [
        (utr, f"payment:{pk}", reference, at)
        for pk, utr, reference, at in payment.objects.filter(gateway__in=["upi_qr", "upi_on_delivery"], state="captured")
        .exclude(gateway_reference="")
        .order_by("pk")
        .values_list("pk", "gateway_reference", "reference", "started_at")
    ]
    entries = apps.get_model("ledgers", "KhataEntry").objects.exclude(utr="").order_by("pk")
    columns = entries.values_list("key", "utr", "account__customer__name", "at")
    used += [(utr, f"khata:{key}", name, at) for key, utr, name, at in columns]
    sent = refund.objects.filter(payment__gateway="upi_qr", state="done").exclude(gateway_reference="").order_by("pk")
    columns = sent.values_list("pk", "gateway_reference", "payment__reference", "begun_at")
    used += [(utr, f"refund:{pk}", reference, at) for pk, utr, reference, at in columns]
    row = apps.get_model("payments", "UsedUtr")
    row.objects.bulk_create(
        [row(utr=utr, used_for=what, reference=name, at=at) for utr, what, name, at in used], ignore_conflicts=True
    )


def nothing(_apps: Any, _editor: Any) -> None:
    """The tables go with what is in them."""


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("ledgers", "0002_cash_settlements_days"),
        ("payments", "0002_grown_up"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedUtr",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("utr", models.CharField(max_length=40, unique=True)),
                ("used_for", models.CharField(max_length=120)),
                ("reference", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SavedPayer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gateway", models.CharField(max_length=30)),
                ("payer", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_payers",
                        to="customers.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["customer", "gateway"], name="one_payer_for_a_gateway")
                ],
            },
        ),
        migrations.AddField("payment", "payer", models.CharField(blank=True, max_length=80)),
        migrations.AddField("payment", "keeps_payer", models.BooleanField(default=False)),
        migrations.AddField("payment", "gateway_key", models.CharField(max_length=40, default="")),
        migrations.AddField("refund", "gateway_key", models.CharField(max_length=40, default="")),
        migrations.RunPython(keep_the_keys_that_were_sent, nothing),
        migrations.RunPython(write_down_the_utrs_that_were_used, nothing),
        migrations.AlterField(
            "payment",
            "gateway_key",
            models.CharField(default=kirana.payments.models.new_gateway_key, max_length=40, unique=True),
        ),
        migrations.AlterField(
            "refund",
            "gateway_key",
            models.CharField(default=kirana.payments.models.new_gateway_key, max_length=40, unique=True),
        ),
    ]
