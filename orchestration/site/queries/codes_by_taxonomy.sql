select ksic_revision, ksic_code, coverage from taxonomy_codes where taxonomy_id = {taxonomy}
