"""The addresses of content."""

from django.urls import path

from kirana.backoffice.views import content

urlpatterns = [
    path("content/", content.overview, name="staff_content"),
    path("content/pictures/mending/", content.pictures_mended, name="staff_pictures_mending"),
    path("content/preview/", content.preview, name="staff_content_preview"),
    path("content/banners/new/", content.new_banner, name="staff_banner_new"),
    path("content/banners/<slug:key>/", content.banner, name="staff_banner"),
    path("content/featured/", content.featured, name="staff_featured"),
    path("content/campaigns/new/", content.new_campaign, name="staff_campaign_new"),
    path("content/campaigns/<slug:key>/", content.campaign, name="staff_campaign"),
    path("content/seasons/<slug:key>/passing/", content.skipped, name="staff_season_passing"),
    path("content/announcements/new/", content.new_announcement, name="staff_announcement_new"),
    path("content/announcements/<int:pk>/", content.announcement, name="staff_announcement"),
]
