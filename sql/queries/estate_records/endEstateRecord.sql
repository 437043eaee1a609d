with before as (
    select r.*, e.code, e.name
    from estate_records r
    join estates e on e.district_code = r.district_code and e.id = r.estate_id
    where r.district_code = :'district' and r.id = :'id'::uuid
    for update of r
), changed as (
    update estate_records r set ended_at = :'now'::timestamptz, end_reason = :'reason_masked', version = r.version + 1, updated_at = :'now'::timestamptz
    from before b
    where r.district_code = b.district_code and r.id = b.id and b.ended_at is null
    returning r.*
)
select
    e.id, r.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", r.kind, r.title, r.category, r.reference, r.keeper, r.keeper_kind,
    r.dated_on, r.starts_on, r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.quantity, r.appraised, r.appraiser,
    estate_record_findings((r.district_code, r.id, r.estate_id, r.kind, r.title, r.category, r.reference, r.keeper, r.keeper_kind, r.dated_on, r.starts_on,
        r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at,
        r.updated_at, r.quantity, r.appraised, r.appraiser)::estate_records) as findings,
    r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at, r.updated_at,
    refused(case when r.id is null then 'state_conflict' end) as "!problem", case when r.id is null then 'ended' end as "!state"
from before e
left join changed r using (district_code, id)
