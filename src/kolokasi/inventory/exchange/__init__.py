"""The data centre's records as spreadsheets: blank, out, and in again after a preview, whole or not at all."""
