-- D06, I05. What the city platform takes over of credit: records of firms and projects that are in force today, what was published, lists. Of people's honours that there are, not whose.
set role wuye_owner;

drop view if exists exchange.credit_records, exchange.credit_publications, exchange.credit_snapshots, exchange.credit_list_entries, exchange.honours, exchange.evaluations;
create view exchange.credit_records with (security_invoker = true) as
select r.district_code, r.id, r.rulebook_id, r.item_code, r.title_zh, r.title_en, r.category, r.severity, r.veto, r.subject_kind, r.subject_id, r.firm_id, r.estate_id, r.occurred_on, r.level, r.measure,
    r.reference_points, r.points, r.assessor, r.source, r.state, r.street_code, r.community_code, r.confirmed_at, r.notified_at, r.notice_no, r.rectify_by, r.objection_until, r.publicity_from,
    r.publicity_until, r.circulated_on, r.valid_from, r.valid_to, r.version, r.updated_at
from public.credit_records r
where r.subject_kind in ('firm', 'project') and (r.state in ('effective', 'repair_applied') or r.state = 'notified' and r.publicity_until < current_date)
  and coalesce(r.valid_to >= current_date, true);

create view exchange.credit_publications with (security_invoker = true) as
select p.district_code, p.id, p.kind, p.title, p.subject_kind, p.rulebook_id, p.as_of, p.published_on, p.basis, p.subjects, p.hash, p.withdrawn_at, p.version, p.created_at, p.updated_at
from public.credit_publications p;

-- Never changed once it is made.
create view exchange.credit_snapshots with (security_invoker = true) as
select s.district_code, s.id, s.subject_kind, s.subject_id, s.name, s.rulebook_id, s.as_of, s.basic, s.good, s.bad, s.total, s.has_bad, s.veto, s.takes_part, s.grade, s.inputs_hash, s.publication_id,
    s.created_at
from public.credit_snapshots s
where s.publication_id is not null and s.subject_kind in ('firm', 'project');

create view exchange.credit_list_entries with (security_invoker = true) as
select e.district_code, e.id, e.list, e.subject_kind, e.subject_id, e.firm_id, e.name, e.uscc, e.record_id, e.evaluation_id, e.evaluation_percent, e.grade, e.state, e.valid_from, e.valid_to,
    e.decided_at, e.removed_at, e.removed_cause, e.version, e.updated_at
from public.credit_list_entries e
where e.state in ('listed', 'removed') and e.subject_kind in ('firm', 'project');

create view exchange.honours with (security_invoker = true) as
select h.district_code, h.id, h.subject_kind, case when not w.person then h.subject_id end as subject_id, case when not w.person then h.name end as name, h.firm_id, h.street_code, h.community_code,
    h.title_zh, h.title_en, h.level, h.class, h.granted_on, h.grantor, h.document_no, h.round_id, case when not w.person then h.nomination_id end as nomination_id, h.state, h.revoked_on, h.version,
    h.created_at, h.updated_at
from public.honours h
cross join lateral (select h.subject_kind in ('staff', 'committee_member') as person) w;

create view exchange.evaluations with (security_invoker = true) as
select v.district_code, v.id, v.kind, v.assessor, v.subject_kind, v.subject_id, v.firm_id, v.estate_id, v.street_code, v.community_code, v.period_from, v.period_to, v.term_from, v.score, v.score_max,
    v.sheet_id, v.state, v.submitted_at, v.confirmed_at, v.version, v.updated_at
from public.evaluations v
where v.state = 'confirmed';
grant select on exchange.credit_records, exchange.credit_publications, exchange.credit_snapshots, exchange.credit_list_entries, exchange.honours, exchange.evaluations to wuye_district, wuye_platform;

reset role;
