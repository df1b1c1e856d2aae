"""What the command line shows: progress, tables, summaries. Decides nothing."""
