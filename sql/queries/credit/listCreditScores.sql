-- By code or name the page is cut before anything is computed. By total, or of some grades, all have to be computed first.
with asked as materialized (
    select q.day, m.known_at, b.id, b.document
    from (select coalesce(:'as_of'::date, :'today'::date)) q (day)
    cross join lateral credit_moment_held(coalesce(:'view', 'now'), :'known_at'::timestamptz, q.day, :'now'::timestamptz) m (known_at)
    cross join lateral credit_rulebook_held(q.day) b
), subject as (
    select f.id, f.uscc as code, f.name from firms_at(coalesce(:'as_of'::date, :'today'::date)) f where f.district_code = :'district' and f.status = 'active' -- if subject_kind=firm
    select e.id, e.code, e.name from estates e where e.district_code = :'district' -- if subject_kind=project
    select p.id, p.id::text as code, p.name from credit_people() p -- if subject_kind=person
), page as materialized (
    select s.id, s.code, s.name
    from subject s
    where true
      and s.id in (select c.subject_id from credit_counts c cross join asked a where c.district_code = :'district' and c.subject_kind = :'subject_kind' and c.valid @> a.day and c.known @> a.known_at and lower(c.valid) >= credit_cycle_start(a.document ->> 'cycle', a.day)) -- if !subject_kind=firm
      and (s.code, s.id) > (:'after_key', :'after_id'::uuid) -- if cursor, sort=code
      and (s.name, s.id) > (:'after_key', :'after_id'::uuid) -- if cursor, sort=name
    order by s.code, s.id -- if sort=code
    order by s.name, s.id -- if sort=name
    limit :'limit'::bigint -- if limit, sort=code, !grade
    limit :'limit'::bigint -- if limit, sort=name, !grade
), scored as materialized (
    select s.*, a.id as rulebook_id, a.day
    from asked a
    cross join lateral credit_scores(a.document, :'subject_kind', a.day, a.known_at
        , (select coalesce(array_agg(p.id), '{}') from page p) -- if sort=code, !grade
        , (select coalesce(array_agg(p.id), '{}') from page p) -- if sort=name, !grade
    ) s
)
select
    p.id, :'subject_kind' as subject_kind, p.code, p.name, s.day as as_of, s.rulebook_id, trim_scale(s.basic) as basic, trim_scale(s.good) as good, trim_scale(s.bad) as bad, s.total,
    s.has_bad, s.veto, s.takes_part, s.grade
from page p
join scored s on s.subject_id = p.id
where true
  and coalesce(s.grade, 'none') = any(:'grade'::text[]) -- if grade
  and (s.total, p.id) < (:'after_key'::numeric, :'after_id'::uuid) -- if cursor, sort=-total
order by p.code, p.id -- if sort=code
order by p.name, p.id -- if sort=name
order by s.total desc, p.id desc -- if sort=-total
limit :'limit'::bigint -- if limit
