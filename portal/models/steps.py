"""The steps that were taken by a request with a key."""

from django.db import models

from portal import clock


class TakenStep(models.Model):
    """A request that was carried out, and the row it led to: a repeat gets that as its answer (`portal.steps`).

    `digest` is of everything that was sent, so that a key with other words in it is told apart from a repeat. Kept for
    `steps.KEEP_DAYS` days.
    """

    key = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    user = models.ForeignKey("portal.User", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    led_to = models.CharField(max_length=80)
    led_to_id = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.step} {self.subject}"
