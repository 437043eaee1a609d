-- D03, D07. A third party's word is entered by the district; of several assessors each enters its own, the community the owners' committee's too. An estate is one that
-- the firm served in the period and that the caller sees.
-- G15, G17: an assessment is of an estate, on all of whose days the firm served it, within one term of its kind; its sheet says what is scored, and its lines what it got.
with told as materialized (
    select assessment_term(:'kind', :'period_to'::date) as term, s.id as sheet_id, s.total, s.score, s.sheet, s.problem
    from (select) one
    left join lateral (
        select s.id, s.total, f.score, f.sheet, f.problem
        from score_sheets s
        cross join lateral score_sheet_fill(s.items, :'lines_masked'::jsonb) f
        where s.district_code = :'district' and s.id = :'sheet_id'::uuid and s.state = 'published' and :'kind' = any (s.kinds)
          and daterange(s.effective_from, s.effective_to) @> :'period_to'::date
    ) s on true
), judged as (
    select t.*, case
        when not exists (select from (values ('third_party', 'third_party', 'district'), ('composite', 'district', 'district'), ('composite', 'street', 'street'),
                                             ('composite', 'community', 'community'), ('composite', 'owners_committee', 'community')) w (kind, assessor, role)
                         where w.kind = :'kind' and w.assessor = :'assessor' and w.role = :'role')
          and (t.term is null or :'assessor' <> :'role') then 'assessor_not_yours'
        when not exists (select from firms f where f.district_code = :'district' and f.id = :'firm_id'::uuid) then 'firm_unknown'
        when :'score'::numeric > coalesce(:'score_max'::numeric, t.total, 100) or :'period_to'::date < :'period_from'::date or :'period_from'::date > :'today'::date
          or (:'kind' = 'third_party') <> (:'assessor_name_masked'::text is not null) or :'assessor' = 'owners_committee' and :'estate_id'::uuid is null
          or exists (select from jsonb_to_recordset(:'sheet_masked'::jsonb) s (score numeric, max numeric) where s.score > s.max)
          or (select sum(s.score) from jsonb_to_recordset(:'sheet_masked'::jsonb) s (score numeric)) <> :'score'::numeric
          or case when t.term is null then num_nonnulls(:'sheet_id'::uuid, :'lines_masked'::jsonb) > 0 or :'score'::numeric is null
                  else num_nulls(:'estate_id'::uuid, :'sheet_id'::uuid, :'lines_masked'::jsonb) > 0 or num_nonnulls(:'score_max'::numeric, :'sheet_masked'::jsonb) > 0 end then 'evaluation_misfit'
        when t.term is not null and (:'period_to'::date > :'today'::date or not :'period_from'::date <@ t.term) then 'assessment_period_unfit'
        when :'estate_id'::uuid is not null and not coalesce((
            select case when t.term is null then true else range_agg(c.service_period) @> daterange(:'period_from'::date, greatest(:'period_from'::date, :'period_to'::date), '[]') end
            from contracts c
            join contract_estates ce on ce.district_code = c.district_code and ce.contract_id = c.id
            join estates e on e.district_code = ce.district_code and e.id = ce.estate_id
            where c.district_code = :'district' and c.firm_id = :'firm_id'::uuid and ce.estate_id = :'estate_id'::uuid and c.in_force
              and c.service_period && daterange(:'period_from'::date, greatest(:'period_from'::date, :'period_to'::date), '[]')
            having count(*) > 0), false) then 'project_not_of_firm'
        when t.term is not null and t.sheet_id is null then 'score_sheet_unfit'
        when t.problem is not null then t.problem
        when t.term is not null and :'score'::numeric <> t.score then 'evaluation_misfit'
        end as fault
    from told t
), made as (
    insert into evaluations (district_code, id, kind, assessor, assessor_name, subject_kind, subject_id, firm_id, estate_id, street_code, community_code, period_from, period_to,
                             score, score_max, sheet, note, sheet_id, term_from, submitted_by, submitted_at, updated_at)
    select :'district', :'new_id'::uuid, :'kind', :'assessor', :'assessor_name_masked', case when :'estate_id'::uuid is null then 'firm' else 'project' end,
           coalesce(:'estate_id'::uuid, :'firm_id'::uuid), :'firm_id'::uuid, :'estate_id'::uuid, coalesce(current_street(), e.street_code), coalesce(current_community(), e.community_code),
           :'period_from'::date, :'period_to'::date, coalesce(judged.score, :'score'::numeric), coalesce(judged.total, :'score_max'::numeric, 100),
           coalesce(judged.sheet, :'sheet_masked'::jsonb, '[]'), :'note_masked', judged.sheet_id, lower(judged.term), current_user_id(), :'now'::timestamptz, :'now'::timestamptz
    from judged
    left join estates e on e.district_code = :'district' and e.id = :'estate_id'::uuid
    where judged.fault is null
    returning *
)
select c.*, refused(judged.fault) as "!problem"
from judged
left join made m on true
left join lateral evaluation_card(m.id) c on true
