"""Files on disk: atomic writes, validated JSON records, and a cache of verified checksums."""
