"""Files on disk: written whole or not at all, validated when they are read, checksums remembered."""
