"""The SOP sheet as a picture, drawn from the procedure itself."""
