"""What a step and a page cost, beside a bare driver and two other engines, on both databases: ``make bench``.

Every figure is a median over rounds in which all sides took turns, so that what else the machine was
doing falls on all of them. Trust the ratios, not the milliseconds.
"""
