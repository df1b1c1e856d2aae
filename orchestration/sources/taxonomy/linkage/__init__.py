"""Linkage tables (연계표) of special classifications, as agencies publish them: Excel sheets and CSV."""
