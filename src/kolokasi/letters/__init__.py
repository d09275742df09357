"""Papers: stored files, named by the hash of their content."""
