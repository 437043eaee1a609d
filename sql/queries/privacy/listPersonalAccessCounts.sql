-- A day or month is judged by the number that held on its first day.
select n.user_id, n.user_name, n.role, n.starts_on, n.accesses, n.complaints, n.threshold, n.accesses > n.threshold as unusual
from (
    select g.user_id, g.user_name, g.role, g.starts_on, g.accesses, g.complaints, (select r.value::integer from rule_at('unusual_per_' || :'period', '*', g.starts_on) r) as threshold
    from (
        select l.user_id, (array_agg(l.user_name order by l.at desc, l.id))[1] as user_name, (array_agg(l.role order by l.at desc, l.id))[1] as role,
               date_trunc(:'period', l.at at time zone 'Asia/Shanghai')::date as starts_on, count(*)::integer as accesses,
               count(distinct l.complaint_id)::integer as complaints
        from personal_access_log l
        where l.district_code = :'district'
          and l.user_id = :'user_id'::uuid -- if user_id
          and l.at >= :'date_from'::date::timestamp at time zone 'Asia/Shanghai' -- if date_from
          and l.at < :'date_before'::date::timestamp at time zone 'Asia/Shanghai' -- if date_before
        group by l.user_id, 4
    ) g
) n
where true
  and audit_span_readable(:'date_from'::date::timestamp at time zone 'Asia/Shanghai', :'date_before'::date::timestamp at time zone 'Asia/Shanghai')
  and (n.accesses > n.threshold) = :'unusual'::boolean -- if unusual
  and (n.starts_on, n.user_id) < (:'after_key'::date, :'after_id'::uuid) -- if cursor
order by n.starts_on desc, n.user_id desc -- if sort=-starts_on
limit :'limit'::bigint -- if limit
