"""Invoicing: tax invoices, bills of supply and credit notes, their numbers, and the reports made of them."""
