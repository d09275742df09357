"""Files of ``procedures/`` become values, or findings that name line, step and field."""
