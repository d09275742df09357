"""The data centre: what there is, what is taken and held of it, and the register of what was granted."""
