"""What sources, lake and ingest share: declarations, snapshots, data sets, the window of periods."""
