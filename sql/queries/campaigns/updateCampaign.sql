select c.*, refused(m.problem) as "!problem", case when m.problem = 'state_conflict' then m.standing end as "!state"
from campaign_change(:'id'::uuid, :'body'::jsonb
    || jsonb_build_object('source', :'source_masked'::text) -- if source_masked
    , :'if_version'::integer, :'now'::timestamptz) m
left join lateral campaign_card(m.id) c on m.problem is null
where m.id is not null
