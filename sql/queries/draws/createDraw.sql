select c.*, refused(m.problem) as "!problem"
from draw_commit(:'new_id'::uuid, :'title_masked', :'basis_masked', :'campaign_id'::uuid, :'redraw_of'::uuid, :'targets'::jsonb, :'target_count'::integer, :'inspectors'::jsonb,
    :'inspector_count'::integer, :'team_size'::integer, :'public_value_source_masked', :'not_before'::timestamptz, :'now'::timestamptz, :'today'::date) m
left join lateral draw_card(m.id) c on m.problem is null
