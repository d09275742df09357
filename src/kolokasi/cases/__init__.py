"""The shell around the engine: one write path, its consequences, and what pages may ask."""
