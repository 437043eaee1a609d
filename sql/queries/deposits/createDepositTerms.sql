with made as (
    insert into deposit_terms (district_code, id, title_zh, title_en, state, document, effective_from, source, created_by, written_by, created_at, updated_at)
    values (:'district', :'new_id'::uuid, :'title_zh', :'title_en', 'draft', :'document'::jsonb, :'effective_from'::date, :'source', current_user_id(), array[current_user_id()],
        :'now'::timestamptz, :'now'::timestamptz)
    returning *
)
select s.*
from made m
cross join lateral deposit_terms_card(m, :'today'::date) s
