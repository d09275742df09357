"""Papers that came in: files kept unchanged under their content's hash."""
