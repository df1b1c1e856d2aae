"""The drop folder: files that people put into data_lake/landing/."""
