"""Files become core values: SOP files, offices, stories, holidays. No rules of running here."""
