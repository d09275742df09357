"""Pages for an office's own IT person and admin, under ``/pengaturan/``. Nobody else finds them."""
