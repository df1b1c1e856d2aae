"""The output of the commands: progress, tables, summaries, JSON."""
