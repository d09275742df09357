"""The rules of the field, pure: no clock, no user, no database, no files. Standard library only."""
