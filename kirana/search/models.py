from django.db import models

from kirana.catalog.models import Product


class SearchEntry(models.Model):
    """What a product can be found by. The engine of the database in use keeps its index beside this table."""

    product = models.OneToOneField(Product, primary_key=True, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()  # brand, name in every language, pack
    words = models.TextField()  # other spellings, category, code, barcode

    def __str__(self) -> str:
        return self.title
