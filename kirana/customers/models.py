from django.db import models

from kirana.accounts.models import User


class Customer(models.Model):
    """A person the shop sells to. `user` is set when they can sign in; khata and store credit hang on this row."""

    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="customer")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16, blank=True)  # E.164, as they gave it
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["phone"], name="customer_phone")]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A door that a customer has had things brought to."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    line = models.CharField(max_length=200)
    landmark = models.CharField(max_length=120, blank=True)
    pincode = models.CharField(max_length=6)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "line", "landmark", "pincode"], name="one_row_per_door"),
        ]

    def __str__(self) -> str:
        return f"{self.line}, {self.pincode}"
