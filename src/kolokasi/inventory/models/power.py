"""Power as a tree: mains or genset → UPS → panel → feed → PDU → outlet; and which PDUs stand at a rack."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.inventory.models.bounds import between
from kolokasi.inventory.models.meters import Meter
from kolokasi.inventory.models.places import Rack, Site


class PowerNode(models.Model):
    """One thing that carries power. Its rating in watts is its meter's.

    ``modules`` share the rating evenly; ``spare`` of them must be able to fail (N+1 is one): the limit counts
    what the others carry.
    """

    class Kind(models.TextChoices):
        MAINS = "mains", "PLN"
        GENSET = "genset", "genset"
        UPS = "ups", "UPS"
        PANEL = "panel", "panel"
        FEED = "feed", "jalur"
        PDU = "pdu", "PDU"
        OUTLET = "outlet", "stopkontak"

    office = models.ForeignKey(Office, models.PROTECT, related_name="power_nodes")
    site = models.ForeignKey(Site, models.PROTECT, related_name="power_nodes", db_index=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    meter = models.OneToOneField(Meter, models.PROTECT, related_name="power_node")
    modules = models.PositiveSmallIntegerField(default=1)
    spare = models.PositiveSmallIntegerField(default=0)
    runtime_min = models.PositiveIntegerField(null=True, blank=True)  # battery, or fuel in the tank
    battery_on = models.DateField(null=True, blank=True)
    tested_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("site", "name"), name="power_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="power_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=("mains", "genset", "ups", "panel", "feed", "pdu", "outlet")),
                name="power_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="power_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(modules__lte=100, modules__gt=F("spare")),
                name="power_spare_below_modules",
            ),
            between("power_runtime_sane", "runtime_min", 0, 100_000),
        )

    def __str__(self) -> str:
        return self.name


class PowerBackup(models.Model):
    """A genset takes over what is below a node when that node's supply fails."""

    genset = models.ForeignKey(PowerNode, models.PROTECT, related_name="backs", db_index=False)
    node = models.ForeignKey(PowerNode, models.PROTECT, related_name="backups")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("genset", "node"), name="backup_once"),
            models.CheckConstraint(
                condition=~Q(genset=F("node")), name="genset_does_not_back_itself"
            ),
        )


class PowerPath(models.Model):
    """What carries the load of a node: itself, everything above it, and the gensets that back any of these.

    Kept by the writer of the tree, so that a verdict reads whole paths in one query. ``distance`` counts steps
    up (0 is the node itself); a genset stands where the node that it backs stands.
    """

    node = models.ForeignKey(PowerNode, models.CASCADE, related_name="path", db_index=False)
    above = models.ForeignKey(PowerNode, models.CASCADE, related_name="below")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("node", "above"), name="path_once"),
            models.CheckConstraint(
                condition=Q(distance=0) | ~Q(node=F("above")), name="node_is_not_above_itself"
            ),
        )


class RackFeed(models.Model):
    """A node (a PDU, as a rule) that devices of a rack are plugged into, and which side it is."""

    class Side(models.TextChoices):
        A = "A", "A"
        B = "B", "B"

    rack = models.ForeignKey(Rack, models.PROTECT, related_name="feeds", db_index=False)
    node = models.ForeignKey(PowerNode, models.PROTECT, related_name="racks")
    side = models.CharField(max_length=1, choices=Side.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rack", "node"), name="rack_feed_once"),
            models.CheckConstraint(condition=Q(side__in=("A", "B")), name="rack_feed_side_known"),
        )
