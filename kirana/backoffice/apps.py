from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "kirana.backoffice"

    def ready(self) -> None:
        from django.urls import reverse

        from kirana.ops.backups import walk
        from kirana.ops.backups.walk import Stop

        # Somebody who is not signed in is sent to the door.
        walk.register(Stop("the staff's door", lambda: reverse("staff_board"), status=302))
