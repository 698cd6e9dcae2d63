"""Content: banners in their season. Campaigns and pages join here."""
