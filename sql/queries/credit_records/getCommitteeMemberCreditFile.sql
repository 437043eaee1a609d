-- What was said of a member of an owners' committee (Zhuhai 2019): for authorities alone. credit_record_cards is the caller's own view.
with line as (
    select c.*, c.points as worth, false as propagated
    from credit_record_cards c
    where c."subject.kind" = 'committee_member' and c."subject.id" = :'id'::uuid
    union all
    select c.*, k.points, true
    from credit_counts k
    join credit_record_cards c on c.id = k.record_id
    where k.district_code = :'district' and k.subject_kind = 'committee_member' and k.subject_id = :'id'::uuid and upper_inf(k.known) and c."subject.id" <> k.subject_id
), judged as (
    select l.*, exists (select from credit_counts k where k.district_code = :'district' and k.record_id = l.id and k.subject_kind = 'committee_member' and k.subject_id = :'id'::uuid
                          and k.valid @> :'today'::date and k.known @> :'now'::timestamptz) as counts
    from line l
)
select m.id, m.name, m.committee_id, m.position, m.valid_from, m.valid_to,
    coalesce((select bool_or(j.counts and j.category = 'bad') from judged j), false) as dishonest,
    coalesce((select sum(j.worth) filter (where j.counts and j.category <> 'bad') from judged j), 0) as good_points,
    coalesce((select sum(j.worth) filter (where j.counts and j.category = 'bad') from judged j), 0) as bad_points,
    (select coalesce(json_agg(json_build_object('record_id', j.id, 'item_code', j."item.code", 'title_zh', j."item.title_zh", 'title_en', j."item.title_en", 'category', j.category,
                'severity', j.severity, 'occurred_on', j.occurred_on, 'state', j.state, 'points', j.worth::text, 'propagated', j.propagated, 'counts', j.counts,
                'valid_from', j.valid_from, 'valid_to', j.valid_to, 'circulated_on', j.circulated_on) order by j.occurred_on desc, j.id desc), '[]')
     from judged j) as records
from committee_members m
where m.district_code = :'district' and m.id = :'id'::uuid
