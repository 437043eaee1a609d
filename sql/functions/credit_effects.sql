-- D01, D11–D13, D24. What follows from a firm's grade by the rulebook of the day, and from the lists that it is on.
set role wuye_owner;

create or replace function credit_effects(firm uuid, day date)
returns table (place bigint, origin text, effect text, value text, note_zh text, note_en text, basis text, since date, until date, entry_id uuid)
language sql stable parallel safe as $$
    select f.position, 'grade', f.value ->> 'effect', f.value ->> 'value', f.value ->> 'note_zh', f.value ->> 'note_en', (k.book).source, null::date, null::date, null::uuid
    from credit_of('firm', firm, day) k
    cross join lateral jsonb_array_elements((k.book).document -> 'effects') with ordinality f (value, position)
    where f.value ->> 'grade' = k.grade
    union all
    select 1000000, 'list', e.effect, null, null, null, l.basis, l.valid_from, l.valid_to - 1, l.id
    from credit_listed('firm', firm, day) l
    join (values ('red', 'redlist'), ('black', 'blacklist'), ('key_supervision', 'key_supervision'), ('exposed', 'exposure'), ('leading', 'leading'),
                 ('joint_incentive', 'joint_incentive')) e (list, effect) on e.list = l.list
$$;

-- As they are told, and what the rulebook calls a grade.
create or replace function credit_effects_told(firm uuid, day date) returns json language sql stable parallel safe as $$
    select coalesce(json_agg(json_build_object('effect', e.effect, 'zh', c.zh, 'en', c.en, 'value', e.value, 'note_zh', e.note_zh, 'note_en', e.note_en, 'origin', e.origin,
                                               'basis', e.basis, 'entry_id', e.entry_id, 'since', e.since, 'until', e.until) order by e.place, e.since, e.effect), '[]')
    from credit_effects(firm, day) e
    left join codes c on c.list_code = 'credit_effect' and c.code = e.effect and c.effective_from <= day and coalesce(c.effective_to > day, true)
$$;
create or replace function credit_grade_called(book jsonb, wanted text) returns table (zh text, en text) language sql stable parallel safe rows 1 as $$
    select g.value ->> 'label_zh', g.value ->> 'label_en'
    from jsonb_array_elements(book -> 'grades') g (value)
    where coalesce(g.value ->> 'subject', 'firm') = 'firm' and g.value ->> 'grade' = wanted
    limit 1
$$;
grant execute on function credit_effects(uuid, date), credit_effects_told(uuid, date), credit_grade_called(jsonb, text) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
