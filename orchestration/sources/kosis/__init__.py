"""The statistics service KOSIS."""
