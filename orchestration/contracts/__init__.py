"""Definitions that all packages share: declarations, snapshots, staged data sets, windows of periods."""
