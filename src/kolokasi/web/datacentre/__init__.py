"""The data centre's pages, for whoever works for the office; its admin changes what stands there."""
