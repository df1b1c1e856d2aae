select series, year, ksic_revision from industry_share where level = 'division' order by year desc limit 1
