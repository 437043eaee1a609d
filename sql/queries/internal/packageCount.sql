select exchange_count_figures(:'district'::text, :'id'::uuid, :'month'::text) is null as done
