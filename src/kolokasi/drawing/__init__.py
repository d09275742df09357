"""The SOP sheet as a picture: from a ``Procedure`` (and how far a case has come) to SVG.

procedure ─▶ flowgrid (symbols in cells) ─▶ routing (arrows over channels) ─▶ layout (millimetre work) ─▶ svg

Of a data centre: ``rack`` (an elevation, front and rear), ``power_tree``, ``trend``. All are written with ``pen``.
"""
