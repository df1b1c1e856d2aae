"""The interactive shell: the prompt with history and completion, and what a line does."""
