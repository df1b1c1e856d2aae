"""Workbooks that cities publish: cells by district and industry."""
