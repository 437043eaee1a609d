-- D03, D07. A third party's word is entered by the district; of several assessors each enters its own, the community the owners' committee's too. An estate is one that
-- the firm served in the period and that the caller sees.
with judged as (
    select case
        when not exists (select from (values ('third_party', 'third_party', 'district'), ('composite', 'district', 'district'), ('composite', 'street', 'street'),
                                             ('composite', 'community', 'community'), ('composite', 'owners_committee', 'community')) w (kind, assessor, role)
                         where w.kind = :'kind' and w.assessor = :'assessor' and w.role = :'role') then 'assessor_not_yours'
        when not exists (select from firms f where f.district_code = :'district' and f.id = :'firm_id'::uuid) then 'firm_unknown'
        when :'score'::numeric > coalesce(:'score_max'::numeric, 100) or :'period_to'::date < :'period_from'::date or :'period_from'::date > :'today'::date
          or (:'kind' = 'third_party') <> (:'assessor_name_masked'::text is not null) or :'assessor' = 'owners_committee' and :'estate_id'::uuid is null
          or exists (select from jsonb_to_recordset(:'sheet_masked'::jsonb) s (score numeric, max numeric) where s.score > s.max)
          or (select sum(s.score) from jsonb_to_recordset(:'sheet_masked'::jsonb) s (score numeric)) <> :'score'::numeric then 'evaluation_misfit'
        when :'estate_id'::uuid is not null and not exists (
            select from contracts c
            join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
            join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
            where c.district_code = :'district' and c.firm_id = :'firm_id'::uuid and ce.estate_id = :'estate_id'::uuid and c.in_force
              and c.service_period && daterange(:'period_from'::date, :'period_to'::date, '[]')) then 'project_not_of_firm'
        end as problem
), made as (
    insert into evaluations (district_code, id, kind, assessor, assessor_name, subject_kind, subject_id, firm_id, estate_id, street_code, community_code, period_from, period_to,
                             score, score_max, sheet, note, submitted_by, submitted_at, updated_at)
    select :'district', :'new_id'::uuid, :'kind', :'assessor', :'assessor_name_masked', case when :'estate_id'::uuid is null then 'firm' else 'project' end,
           coalesce(:'estate_id'::uuid, :'firm_id'::uuid), :'firm_id'::uuid, :'estate_id'::uuid, coalesce(current_street(), e.street_code), coalesce(current_community(), e.community_code),
           :'period_from'::date, :'period_to'::date, :'score'::numeric, coalesce(:'score_max'::numeric, 100), coalesce(:'sheet_masked'::jsonb, '[]'), :'note_masked',
           current_user_id(), :'now'::timestamptz, :'now'::timestamptz
    from judged
    left join estates e on e.district_code = :'district' and e.id = :'estate_id'::uuid
    where judged.problem is null
    returning *
)
select
    m.id, m.kind, m.assessor, m.assessor_name, m.subject_kind, m.firm_id as "firm.id", f.name as "firm.name", m.estate_id as "estate.id", p.code as "estate.code", p.name as "estate.name",
    m.street_code, m.community_code, m.period_from, m.period_to, m.score, m.score_max, round(m.score * 100 / m.score_max, 2) as percent, m.sheet, m.note, m.state,
    m.submitted_at, m.confirmed_at, m.withdrawn_reason, m.credit_record_id, m.version, m.updated_at, refused(judged.problem) as "!problem"
from judged
left join made m on true
left join firms f on f.district_code = m.district_code and f.id = m.firm_id
left join estates p on p.district_code = m.district_code and p.id = m.estate_id
