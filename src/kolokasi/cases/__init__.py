"""The shell around the engine: rows, the one write path, its consequences and the worker."""
