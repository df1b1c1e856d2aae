select reference_id, place, topic, category_ko, category_en, attribute_ko, attribute_en,
       description_ko, description_en, technologies, driver, level, source_id
from technology_reference
order by place, level nulls first, reference_id
