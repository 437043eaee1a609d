select
    r.id, r.estate_id as "estate.id", e.code as "estate.code", e.name as "estate.name", r.kind, r.title, r.category, r.reference,
    case when :'role' not in ('company', 'platform') then estate_record_keeper(r.id) end as keeper, r.keeper_kind,
    r.dated_on, r.starts_on, r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.quantity, r.appraised, r.appraiser,
    estate_record_findings((r.district_code, r.id, r.estate_id, r.kind, r.title, r.category, r.reference, null, r.keeper_kind, r.dated_on, r.starts_on,
        r.ends_on, r.year, r.amount, r.lessor, r.lessee, r.consented_on, r.note, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at,
        r.updated_at, r.quantity, r.appraised, r.appraiser)::estate_records) as findings, r.supersedes, r.ended_at, r.end_reason, r.version, r.created_at, r.updated_at
from estate_records r
join estates e on e.district_code = r.district_code and e.id = r.estate_id
where r.district_code = :'district' and r.id = :'id'::uuid
