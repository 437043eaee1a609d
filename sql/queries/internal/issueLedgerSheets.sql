-- A row for each action that a ledger may be of: what it is called, whether the plan that asks for ledgers (附件2) asks for this one; whose the ledger is, and of which day.
select
    k.code as ledger, k.zh as name, case when k.source = '002' then 'true' end as action,
    (
        select string_agg(d.name, '' order by length(d.code))
        from divisions d
        where d.code in (coalesce(:'area_district'::text, :'district'::text), coalesce(:'area_street'::text, :'street'::text), coalesce(:'area_community'::text, :'community'::text))
    ) as place,
    to_char(:'today'::date, 'FMYYYY"年"FMMM"月"FMDD"日"') as day
from codes k
where k.list_code = 'ledger_kind' and k.effective_from <= :'today'::date and (k.effective_to is null or k.effective_to > :'today'::date)
order by k.position
