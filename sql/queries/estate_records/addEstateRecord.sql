-- Which members a kind has stands in estate_records_whole. A correction ends what it supersedes, in one statement; the estate's row is locked first, so
-- that of two that add the same grid cell or year the second meets the first.
with e as (
    select e.district_code, e.id, e.code, e.name
    from estates e
    where e.district_code = :'district' and e.id = :'estate_id'::uuid
    for no key update
), old as (
    select r.*
    from e
    join estate_records r on r.district_code = e.district_code and r.estate_id = e.id
    where r.id = :'supersedes'::uuid and r.kind = :'kind' and r.ended_at is null
    for update of r
), judged as (
    select case
        when not exists (select from e) then 'estate_unknown'
        when :'supersedes'::uuid is not null and not exists (select from old) then 'record_unknown'
        end as problem
), ended as (
    update estate_records r set ended_at = :'now'::timestamptz, end_reason = 'superseded', version = r.version + 1, updated_at = :'now'::timestamptz
    from old, judged
    where r.district_code = old.district_code and r.id = old.id and judged.problem is null
    returning r.id
), made as (
    -- After the ended one, so that its code or year is free.
    insert into estate_records (district_code, id, estate_id, kind, title, category, reference, keeper, keeper_kind, dated_on, starts_on, ends_on, year, amount,
                                lessor, lessee, consented_on, note, quantity, appraised, appraiser, supersedes, created_at, updated_at)
    select e.district_code, :'new_id'::uuid, e.id, :'kind', :'title', :'category', :'reference', :'keeper_masked', :'keeper_kind', :'dated_on'::date,
           :'starts_on'::date, :'ends_on'::date, :'year'::integer, :'amount'::numeric, :'lessor', :'lessee', :'consented_on'::date, :'note_masked',
           :'quantity'::integer, :'appraised'::numeric, :'appraiser_masked', :'supersedes'::uuid, :'now'::timestamptz, :'now'::timestamptz
    from e cross join judged cross join (select count(*) from ended) n
    where judged.problem is null
    returning *
)
select
    r.id, r.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", r.kind, r.title, r.category, r.reference, r.keeper, r.keeper_kind,
    r.dated_on, r.starts_on, r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.quantity, r.appraised, r.appraiser,
    estate_record_findings((r.district_code, r.id, r.estate_id, r.kind, r.title, r.category, r.reference, r.keeper, r.keeper_kind, r.dated_on, r.starts_on,
        r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at,
        r.updated_at, r.quantity, r.appraised, r.appraiser)::estate_records) as findings,
    r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at, r.updated_at, refused(judged.problem) as "!problem"
from judged
left join made r on true
left join e on e.district_code = r.district_code and e.id = r.estate_id
