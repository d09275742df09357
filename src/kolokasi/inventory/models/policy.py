"""How full an office lets its data centre become (*batas aman*). Columns are named as ``core.capacity.policy``."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kolokasi.accounts.models import Office
from kolokasi.core.capacity.policy import Policy
from kolokasi.inventory.models.bounds import DEPTH_MM, between

_USUAL = Policy()


class CapacityPolicy(models.Model):
    """An office without a row has the usual one."""

    office = models.OneToOneField(
        Office, models.PROTECT, related_name="capacity_policy", primary_key=True
    )
    units_stop = models.PositiveSmallIntegerField(default=_USUAL.units_stop)
    units_warn = models.PositiveSmallIntegerField(default=_USUAL.units_warn)
    breaker_stop = models.PositiveSmallIntegerField(default=_USUAL.breaker_stop)
    ups_stop = models.PositiveSmallIntegerField(default=_USUAL.ups_stop)
    ups_warn = models.PositiveSmallIntegerField(default=_USUAL.ups_warn)
    genset_stop = models.PositiveSmallIntegerField(default=_USUAL.genset_stop)
    link_stop = models.PositiveSmallIntegerField(default=_USUAL.link_stop)
    addresses_spare = models.PositiveSmallIntegerField(default=_USUAL.addresses_spare)
    storage_stop = models.PositiveSmallIntegerField(default=_USUAL.storage_stop)
    vcpu_for_core = models.PositiveSmallIntegerField(default=_USUAL.vcpu_for_core)
    label_watts = models.PositiveSmallIntegerField(default=_USUAL.label_watts)
    hold_days = models.PositiveSmallIntegerField(default=_USUAL.hold_days)
    warn_days = models.PositiveSmallIntegerField(default=_USUAL.warn_days)
    max_depth_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    towers = models.BooleanField(default=_USUAL.towers)

    class Meta:
        constraints = (
            between("policy_units_stop", "units_stop", 1, 100),
            between("policy_units_warn", "units_warn", 1, 100),
            between("policy_breaker_stop", "breaker_stop", 1, 100),
            between("policy_ups_stop", "ups_stop", 1, 100),
            between("policy_ups_warn", "ups_warn", 1, 100),
            between("policy_genset_stop", "genset_stop", 1, 100),
            between("policy_link_stop", "link_stop", 1, 100),
            between("policy_addresses_spare", "addresses_spare", 0, 99),
            between("policy_storage_stop", "storage_stop", 1, 100),
            between("policy_vcpu_for_core", "vcpu_for_core", 1, 32),
            between("policy_label_watts", "label_watts", 1, 100),
            between("policy_hold_days", "hold_days", 1, 250),
            between("policy_max_depth", "max_depth_mm", 100, DEPTH_MM),
            models.CheckConstraint(
                condition=Q(
                    units_warn__lte=F("units_stop"),
                    ups_warn__lte=F("ups_stop"),
                    warn_days__lte=F("hold_days"),
                ),
                name="policy_warns_before_it_stops",
            ),
        )
