"""The data of the explorer page: compact script files that the page loads when it needs them."""
