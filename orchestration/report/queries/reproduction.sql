select figure_id, place, subject_ko, subject_en, unit, decimals, qualifier,
       published_value, published_value_upper, computed_value, computed_low, computed_high,
       computed_from, difference, status, finding_ko, finding_en, source_id
from published_reproduction
order by case status when 'contradicted' then 1 when 'reproduced' then 2 when 'consistent' then 3 else 4 end,
         place, figure_id
