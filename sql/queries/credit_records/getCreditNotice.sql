-- 记分告知单, as it was given: what was found, by which clause, what follows and until when one may object. credit_record_cards is the caller's own view.
select
    c.id, c.notice_no, c.notified_at, '物业服务信用记分告知单' as title_zh, 'Notice of credit points' as title_en, d.name as district_name,
    c."subject.kind", c."subject.id", c."subject.name", c."firm.id", c."firm.name", c."estate.id", c."estate.code", c."estate.name", g.points, c.rectify_by, c.objection_until,
    c.publicity_from, c.publicity_until,
    (select json_agg(json_build_object('code', l.code, 'label_zh', l.label_zh, 'label_en', l.label_en, 'value_zh', l.value_zh, 'value_en', coalesce(l.value_en, l.value_zh)) order by l.position)
     from (values
         (1, 'subject', '记分对象', 'Subject', c."subject.name", null),
         (2, 'firm', '物业服务企业', 'Firm', c."firm.name", null),
         (3, 'estate', '物业项目', 'Estate', c."estate.name", null),
         (4, 'item', '记分事项', 'Item', c."item.title_zh", c."item.title_en"),
         (5, 'occurred_on', '发生日期', 'Day of the fact', c.occurred_on::text, null),
         (6, 'finding', '认定事实', 'Finding', c.facts, null),
         (7, 'clause', '依据条款', 'Clause', coalesce(c.basis, i.item ->> 'source', b.source), null),
         (8, 'rectify', '整改期限', 'Rectify within',
             format('%s%s内整改完毕（%s前，含当日）', i.book -> 'days' ->> 'rectify', k.zh, c.rectify_by), format('%s %s, by %s', i.book -> 'days' ->> 'rectify', k.en, c.rectify_by)),
         (9, 'points', case c.category when 'bad' then '扣分' else '加分' end, case c.category when 'bad' then 'Points deducted' else 'Points added' end, trim_scale(g.points)::text, null),
         (10, 'objection', '异议期限', 'Objection within',
             format('%s%s内（%s前，含当日）向%s物业主管部门提出', coalesce(i.book -> 'days' ->> 'objection', '0'), k.zh, c.objection_until, d.name),
             format('%s %s, by %s, to the district housing bureau', coalesce(i.book -> 'days' ->> 'objection', '0'), k.en, c.objection_until)),
         (11, 'publicity', '公示期', 'Made public', format('%s至%s', c.publicity_from, c.publicity_until), format('%s to %s', c.publicity_from, c.publicity_until))
     ) l (position, code, label_zh, label_en, value_zh, value_en)
     where l.value_zh is not null and (l.code <> 'rectify' or c.rectify_by is not null)) as lines
from credit_record_cards c
cross join lateral (select credit_book(c.rulebook_id) as book, credit_item(credit_book(c.rulebook_id), c."item.code") as item) i
cross join lateral (select case when i.book -> 'days' ->> 'kind' = 'working' then '个工作日' else '日' end as zh,
                           case when i.book -> 'days' ->> 'kind' = 'working' then 'working days' else 'days' end as en) k
-- An objection may have changed the points since.
cross join lateral (select coalesce((select (h.details ->> 'points_before')::numeric from credit_record_history h
                                     where h.district_code = :'district' and h.record_id = c.id and h.action = 'amend'), c.points)) g (points)
left join credit_rulebooks b on b.district_code = :'district' and b.id = c.rulebook_id
left join divisions d on d.code = :'district'
where c.id = :'id'::uuid and c.notified_at is not null
