"""The engine Spark; runs where the extra `spark` is installed."""
