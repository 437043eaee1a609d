with r as (
    select r.* from contract_reviews r where r.district_code = :'district' and r.id = :'id'::uuid for update
), m as materialized (
    select m.*
    from r
    cross join lateral contract_move(r.contract_id, 'rectify', '{}', :'note_masked', :'now'::timestamptz, :'today'::date) m
    where r.notice_no is not null and r.notice_done_on is null
), done as (
    update contract_reviews t set notice_done_on = :'today'::date, notice_done_note = :'note_masked'
    from m
    where t.district_code = :'district' and t.id = :'id'::uuid and m.problem is null
    returning t.*
)
select d.id, d.contract_id, c.registration_no, d.kind, d.result, to_json(d.faults) as faults, d.opinion, to_json(d.experts) as experts, d.reviewed_on,
    d.notice_no as "notice.number", d.notice_due as "notice.due", d.notice_done_on as "notice.done_on", d.notice_done_note as "notice.note",
    d.notice_done_on > d.notice_due as notice_overdue,
    coalesce(m.standing, case when r.notice_done_on is not null then 'rectified' else 'no_notice' end) as "!state",
    refused(case when d.id is null then coalesce(m.problem, 'state_conflict') end) as "!problem"
from r
left join m on true
left join done d on true
left join contracts c on c.district_code = r.district_code and c.id = r.contract_id
