"""Pages for applicants, officers and the public."""
