"""People, agencies, positions, and who holds which, from when to when."""
