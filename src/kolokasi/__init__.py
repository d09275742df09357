"""Kolokasi runs the SOPs of government data centres, from letter to handover."""
