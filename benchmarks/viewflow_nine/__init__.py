"""viewflow 2.4 on the same nine steps; an app of its own, because viewflow finds flows by their app."""
