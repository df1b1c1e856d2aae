"""From what a source offers, or a person drops, to staged Parquet and active snapshots."""
