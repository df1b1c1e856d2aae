"""Workbooks that cities publish: cells of districts and industries."""
