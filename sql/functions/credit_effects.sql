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
grant execute on function credit_effects(uuid, date) to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;

reset role;
