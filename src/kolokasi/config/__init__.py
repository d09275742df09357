"""How one installation is set up and started."""
