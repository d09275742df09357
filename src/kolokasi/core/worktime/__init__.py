"""When an office is open, and what a standard time comes to on its clock."""
