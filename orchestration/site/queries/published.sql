select figure_id, place, pages, subject_ko, subject_en, unit, value, value_upper, decimals,
       qualifier, reference_year, note, source_id
from published_figures
order by place, figure_id
