"""Reads an SOP better than its author: what cannot run, and what will hurt."""
