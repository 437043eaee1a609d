-- Only a draft is there to be changed (row security says so too); one that was published or changed meanwhile is refused.
with before as (
    select b.*, coalesce(draft_change_refusal(b.state, b.version, :'if_version'::integer),
        case when extract(day from :'effective_from'::date) <> 1 or extract(day from :'effective_to'::date) <> 1 then 'scheme_not_whole_months' end) as problem
    from subsidy_schemes b
    where b.district_code = :'district' and b.id = :'id'::uuid
), changed as (
    update subsidy_schemes b set
        title_zh = :'title_zh', -- if title_zh
        title_en = :'title_en', -- if title_en
        source = :'source', -- if source
        effective_from = :'effective_from'::date, -- if effective_from
        effective_to = :'effective_to'::date, -- if effective_to
        document = :'document'::jsonb, -- if document
        written_by = draft_writers(b.written_by),
        version = b.version + 1,
        updated_at = greatest(:'now'::timestamptz, b.updated_at + interval '1 microsecond')
    from before k
    where b.district_code = k.district_code and b.id = k.id and k.problem is null and b.version = k.version
    returning b.*
)
select s.*, c.document, refused(coalesce(k.problem, case when c.id is null then 'precondition_failed' end)) as "!problem",
    case when k.problem = 'state_conflict' then k.state end as "!state"
from before k
left join changed c on true
left join lateral subsidy_scheme_card(c, :'today'::date) s on true
