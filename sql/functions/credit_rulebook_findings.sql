-- What is wrong with a rulebook. With an error it cannot be published; a warning is for whoever wrote it to think about.
set role wuye_owner;

-- Rules of grades that go by the total, each with its bounds. position counts from 0, as JSON pointers do.
create or replace function credit_grade_rules(book jsonb)
returns table (subject text, "position" integer, grade text, condition text, low numeric, low_inclusive boolean, high numeric, high_inclusive boolean, requires_bad boolean)
language sql immutable parallel safe as $$
    select coalesce(g.value ->> 'subject', 'firm'), g.ordinality::integer - 1, g.value ->> 'grade', g.value ->> 'condition', (g.value ->> 'low')::numeric,
        coalesce((g.value ->> 'low_inclusive')::boolean, true), (g.value ->> 'high')::numeric, coalesce((g.value ->> 'high_inclusive')::boolean, false),
        (g.value ->> 'requires_bad')::boolean
    from jsonb_array_elements(book -> 'grades') with ordinality g (value, ordinality)
$$;

-- Between what totals can lie, without a bad record and with one: without, a total is at least the base.
create or replace function credit_total_reach(book jsonb) returns table (has_bad boolean, lowest numeric, highest numeric, base numeric, places integer) language sql immutable parallel safe as $$
    with score as (
        select (s ->> 'base')::numeric as base, coalesce((s ->> 'basic_cap')::numeric, 'Infinity') + coalesce((s ->> 'good_cap')::numeric, 'Infinity') as more,
            coalesce((s ->> 'bad_cap')::numeric, 'Infinity') as taken, coalesce((s ->> 'total_min')::numeric, '-Infinity') as total_min,
            coalesce((s ->> 'total_max')::numeric, 'Infinity') as total_max, coalesce((s ->> 'rounding')::integer, 2) as places
        from (select book -> 'score' as s) k
    )
    select b.has_bad, round(greatest(s.total_min, least(s.total_max, s.base - case when b.has_bad then s.taken else 0 end)), s.places),
        round(greatest(s.total_min, least(s.total_max, s.base + s.more)), s.places), s.base, s.places
    from score s cross join (values (false), (true)) b (has_bad)
$$;

-- Totals that stand for all: a rule begins and ends at a bound, so whatever holds of the totals at a bound and of those one step of rounding beside it holds of every total
-- within reach.
create or replace function credit_grade_samples(book jsonb) returns table (subject text, has_bad boolean, total numeric) language sql immutable parallel safe as $$
    with edge as (
        select g.subject, e.at from credit_grade_rules(book) g cross join lateral (values (g.low), (g.high)) e (at) where e.at is not null
        union
        select g.subject, e.at from (select distinct subject from credit_grade_rules(book)) g cross join credit_total_reach(book) r
        cross join lateral (values (r.lowest), (r.highest), (r.base)) e (at)
        where abs(e.at) <> 'Infinity'
    )
    select distinct e.subject, r.has_bad, round(k.at + d.steps * s.step, r.places)
    from edge e
    cross join credit_total_reach(book) r
    cross join lateral (select power(10::numeric, -r.places) as step) s
    cross join lateral (values (floor(e.at / s.step) * s.step), (ceil(e.at / s.step) * s.step)) k (at)
    cross join (values (-1), (0), (1)) d (steps)
    where round(k.at + d.steps * s.step, r.places) between r.lowest and r.highest
$$;

create or replace function credit_grade_findings(book jsonb) returns table (severity text, code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with rule as materialized (
        select * from credit_grade_rules(book)
    ), sample as materialized (
        select s.* from credit_grade_samples(book) s
    ), fit as materialized (
        -- Whom a rule of its bounds alone would take.
        select r.*, s.has_bad, s.total
        from rule r
        join sample s on s.subject = r.subject and coalesce(r.requires_bad = s.has_bad, true)
            and case when r.low_inclusive then coalesce(s.total >= r.low, true) else coalesce(s.total > r.low, true) end
            and case when r.high_inclusive then coalesce(s.total <= r.high, true) else coalesce(s.total < r.high, true) end
    ), caught as materialized (
        -- By whom each total is taken, of those who take part and have no veto; with a veto (which is always bad), or not taking part, a rule of that condition is asked too.
        select distinct on (k.kind, f.subject, f.has_bad, f.total) k.kind, f.subject, f.has_bad, f.total, f.position
        from fit f
        join (values ('normal'), ('veto'), ('missing'), ('veto and missing')) k (kind)
          on f.condition in ('normal', 'unrated') or f.condition = 'veto' and f.has_bad and k.kind in ('veto', 'veto and missing')
          or f.condition = 'missing' and k.kind in ('missing', 'veto and missing') and book ->> 'participation' = 'declared'
        order by k.kind, f.subject, f.has_bad, f.total, f.position
    ), uncaught as (
        select s.subject, s.has_bad, s.total,
            exists (select from caught c where c.kind = 'normal' and c.subject = s.subject and c.has_bad <> s.has_bad and c.total = s.total) as by_bad,
            s.total = min(s.total) over (partition by s.subject, s.has_bad) as first, s.total = max(s.total) over (partition by s.subject, s.has_bad) as last,
            row_number() over (partition by s.subject, s.has_bad order by s.total)
              - row_number() over (partition by s.subject, s.has_bad, c.position is null order by s.total) as run, c.position is null as lost
        from sample s
        left join caught c on c.kind = 'normal' and c.subject = s.subject and c.has_bad = s.has_bad and c.total = s.total
        where exists (select from rule r where r.subject = s.subject and r.condition in ('normal', 'unrated'))
    ), gap as (
        -- Beyond the outermost of the totals that were looked at there are only more like it.
        select u.subject, u.has_bad, u.run, bool_or(u.by_bad) as by_bad, replace(case when bool_or(u.first) then r.lowest else min(u.total) end::text, 'Infinity', '∞') as lowest,
            replace(case when bool_or(u.last) then r.highest else max(u.total) end::text, 'Infinity', '∞') as highest
        from uncaught u
        join credit_total_reach(book) r on r.has_bad = u.has_bad
        where u.lost
        group by u.subject, u.has_bad, u.run, r.lowest, r.highest
    )
    select 'error', case when g.by_bad then 'requires_bad_gap' else 'grade_gap' end, '/grades',
        format('对象 %s：%s不良信息时，%s 至 %s 分没有对应等级', g.subject, case when g.has_bad then '有' else '无' end, g.lowest, g.highest),
        format('subject %s: totals from %s to %s %s bad information have no grade', g.subject, g.lowest, g.highest, case when g.has_bad then 'with' else 'without' end)
    from gap g
    union all
    select distinct on (a.position, b.position) 'warning', 'grade_overlap', '/grades/' || b.position,
        format('%s 分同时符合第 %s 条和第 %s 条，以前者为准', a.total, a.position + 1, b.position + 1),
        format('%s fits rule %s and rule %s; the first one counts', a.total, a.position + 1, b.position + 1)
    from fit a
    join fit b on b.subject = a.subject and b.has_bad = a.has_bad and b.total = a.total and b.position > a.position
        and a.condition in ('normal', 'unrated') and b.condition in ('normal', 'unrated')
    union all
    select 'error', case when exists (select from fit f where f.position = r.position) and (r.condition <> 'missing' or book ->> 'participation' = 'declared')
            then 'grade_shadowed' else 'grade_out_of_reach' end, '/grades/' || r.position,
        format('等级 %s 的第 %s 条规则永远不会用到', r.grade, r.position + 1), format('nobody can reach rule %s of grade %s', r.position + 1, r.grade)
    from rule r
    where coalesce(r.low < r.high or r.low = r.high and r.low_inclusive and r.high_inclusive, true)
      and not exists (select from caught c where c.position = r.position)
      -- A subject of whom no total is asked has nothing that could stand for it.
      and exists (select from sample s where s.subject = r.subject)
    union all
    select 'error', 'grade_bounds_reversed', '/grades/' || r.position, format('等级 %s 的下限不低于上限', r.grade), format('the bounds of grade %s leave nothing between them', r.grade)
    from rule r
    where r.low > r.high or r.low = r.high and not (r.low_inclusive and r.high_inclusive)
    union all
    select 'warning', 'grades_missing', '/grades', '没有等级规则：只有分数，没有等级', 'no grades: there will be scores without grades'
    where not exists (select from rule)
    union all
    select 'warning', 'missing_without_grade', '/grades', format('对象 %s：未参加评价者没有专门等级', r.subject), format('subject %s: no grade for who does not take part', r.subject)
    from rule r
    where book ->> 'participation' = 'declared' and r.subject = 'firm'
    group by r.subject
    having not bool_or(r.condition = 'missing')
$$;

create or replace function credit_item_findings(book jsonb) returns table (severity text, code text, pointer text, zh text, en text) language sql stable parallel safe as $$
    with item as materialized (
        select '/items/' || i.ordinality - 1 as at, i.value ->> 'code' as code, i.value as i, i.value ->> 'points_kind' as kind, (i.value ->> 'low')::numeric as low,
            (i.value ->> 'high')::numeric as high, coalesce((i.value ->> 'veto')::boolean, false) as veto, coalesce((i.value ->> 'until_rectified')::boolean, false) as until_rectified
        from jsonb_array_elements(book -> 'items') with ordinality i (value, ordinality)
    ), tier as (
        select i.at || '/tiers/' || t.ordinality - 1 as at, i.code, t.value ->> 'level' as level, row_number() over (partition by i.at, t.value ->> 'level' order by t.ordinality) as nth
        from item i cross join lateral jsonb_array_elements(case when jsonb_typeof(i.i -> 'tiers') = 'array' then i.i -> 'tiers' end) with ordinality t (value, ordinality)
    ), propagation as (
        select i.at || '/propagates_to/' || p.ordinality - 1 as at, i.code, i.i ->> 'subject' as from_subject, p.value ->> 'subject' as subject, (p.value ->> 'ratio')::numeric as ratio,
            row_number() over (partition by i.at, p.value ->> 'subject' order by p.ordinality) as nth
        from item i cross join lateral jsonb_array_elements(case when jsonb_typeof(i.i -> 'propagates_to') = 'array' then i.i -> 'propagates_to' end) with ordinality p (value, ordinality)
    ), graded as (
        select g.subject, bool_or(g.condition = 'veto') as veto from credit_grade_rules(book) g group by g.subject
    )
    select 'error', 'points_missing', i.at, format('事项 %s 没有分值', i.code), format('item %s has no points', i.code)
    from item i
    where i.kind = 'fixed' and i.i ->> 'points' is null or i.kind = 'per_unit' and i.i ->> 'unit_points' is null or i.kind = 'range' and (i.low is null or i.high is null)
    union all
    select 'error', 'tiers_missing', i.at, format('分档事项 %s 没有档次', i.code), format('item %s goes by tiers and has none', i.code)
    from item i
    where i.kind = 'tier' and (jsonb_typeof(i.i -> 'tiers') is distinct from 'array' or i.i -> 'tiers' = '[]')
    union all
    select 'error', 'range_reversed', i.at, format('事项 %s 的下限高于上限', i.code), format('the low of item %s is above its high', i.code)
    from item i
    where i.kind in ('range', 'measured') and i.low > i.high
    union all
    select 'error', 'group_unknown', i.at || '/group', format('没有分组 %s', i.i ->> 'group'), format('there is no group %s', i.i ->> 'group')
    from item i
    where i.i ->> 'group' is not null and not exists (select from jsonb_array_elements(book -> 'groups') g where g ->> 'code' = i.i ->> 'group')
    union all
    select 'error', 'code_repeated', t.at || '/level', format('事项 %s 的档次 %s 重复', t.code, t.level), format('level %s of item %s is there twice', t.level, t.code)
    from tier t
    where t.nth > 1
    union all
    select 'error', 'propagates_to_itself', p.at, format('事项 %s 延及的对象就是本对象', p.code), format('item %s propagates to its own subject', p.code)
    from propagation p
    where p.subject = p.from_subject
    union all
    select 'error', 'code_repeated', p.at || '/subject', format('事项 %s 两次延及同一对象', p.code), format('item %s propagates to a subject twice', p.code)
    from propagation p
    where p.nth > 1
    union all
    select 'error', 'ratio_wrong', p.at || '/ratio', format('事项 %s 的延及比例必须大于 0', p.code), format('the ratio of item %s must be above 0', p.code)
    from propagation p
    where p.ratio <= 0
    union all
    select 'warning', 'ratio_above_one', p.at || '/ratio', format('事项 %s 延及的分值高于本身', p.code), format('item %s counts for more there than for its own subject', p.code)
    from propagation p
    where p.ratio > 1
    union all
    select 'error', 'veto_without_grade', i.at || '/veto', format('对象 %s 没有一票否决的等级', i.i ->> 'subject'), format('subject %s has no grade for a veto', i.i ->> 'subject')
    from item i
    where i.veto and not exists (select from graded g where g.subject = i.i ->> 'subject' and g.veto)
    union all
    select 'error', 'veto_not_bad', i.at || '/veto', format('事项 %s 不是不良信息，不能一票否决', i.code), format('item %s is not bad, so it cannot be a veto', i.code)
    from item i
    where i.veto and i.i ->> 'category' <> 'bad'
    union all
    select 'error', 'validity_twice', i.at, format('事项 %s 既有有效期又计至整改为止', i.code), format('item %s has a validity and counts until mended', i.code)
    from item i
    where i.until_rectified and i.i ->> 'validity_months' is not null
    union all
    select 'warning', 'validity_missing', i.at, format('事项 %s 永久有效', i.code), format('item %s counts without end', i.code)
    from item i
    where not i.until_rectified and i.i ->> 'validity_months' is null and book ->> 'default_validity_months' is null and book ->> 'cycle' = 'real_time'
    union all
    select 'warning', 'subject_without_grades', '/items', format('对象 %s 有计分事项但没有等级', s.subject), format('subject %s has items and no grades', s.subject)
    from (select distinct i.i ->> 'subject' as subject from item i) s
    where not exists (select from graded g where g.subject = s.subject) and exists (select from graded)
    union all
    select 'warning', 'repair_missing', i.at || '/severity', format('严重程度 %s 没有修复规则', i.i ->> 'severity'), format('nothing says when severity %s may be repaired', i.i ->> 'severity')
    from item i
    where i.i ->> 'category' = 'bad' and i.i ->> 'severity' is not null
      and not exists (select from jsonb_array_elements(book -> 'repair') r where r ->> 'severity' = i.i ->> 'severity')
$$;

-- Not inlined: the document is read once, whatever statement asks.
create or replace function credit_rulebook_findings(book jsonb) returns table (severity text, code text, pointer text, zh text, en text) language plpgsql stable parallel safe as $$
#variable_conflict use_column
begin
    return query
    select f.* from credit_grade_findings(book) f
    union all
    select f.* from credit_item_findings(book) f
    union all
    select f.* from credit_feed_findings(book) f
    union all
    select r.*
    from (values ('items', '{code}'::text[]), ('groups', '{code}'), ('repair', '{severity}'), ('assessor_weights', '{assessor}'), ('effects', '{grade,effect}')) l (list, keys)
    cross join lateral document_repeats(book, l.list, l.keys) r
    union all
    select 'error', 'grade_unknown', format('/effects/%s/grade', e.ordinality - 1), format('没有等级 %s', e.value ->> 'grade'), format('there is no grade %s', e.value ->> 'grade')
    from jsonb_array_elements(book -> 'effects') with ordinality e (value, ordinality)
    where not exists (select from credit_grade_rules(book) g where g.grade = e.value ->> 'grade')
    union all
    select 'error', 'effect_unknown', format('/effects/%s/effect', e.ordinality - 1), format('没有措施 %s', e.value ->> 'effect'), format('there is no effect %s', e.value ->> 'effect')
    from jsonb_array_elements(book -> 'effects') with ordinality e (value, ordinality)
    where e.value ->> 'effect' <> all ('{green_channel,inspection_factor,award_ban,procurement_ban,market_restrict,blacklist,redlist,key_supervision,exposure,honours_revoked,recommend,priority}')
    union all
    select 'warning', 'factor_missing', format('/effects/%s/value', e.ordinality - 1), '检查频次系数没有数值', 'the inspection factor has no value'
    from jsonb_array_elements(book -> 'effects') with ordinality e (value, ordinality)
    where e.value ->> 'effect' = 'inspection_factor' and e.value ->> 'value' is null
    union all
    select 'error', 'weight_wrong', format('/assessor_weights/%s/weight', w.ordinality - 1), format('%s 的权重必须大于 0', w.value ->> 'assessor'), format('the weight of %s must be above 0', w.value ->> 'assessor')
    from jsonb_array_elements(book -> 'assessor_weights') with ordinality w (value, ordinality)
    where (w.value ->> 'weight')::numeric <= 0
    union all
    select 'error', 'repair_reversed', format('/repair/%s', r.ordinality - 1), '修复的最短期限长于最长期限', 'the least time of repair is longer than the most'
    from jsonb_array_elements(book -> 'repair') with ordinality r (value, ordinality)
    where (r.value ->> 'min_months')::integer > (r.value ->> 'max_months')::integer
    union all
    select 'error', 'total_reversed', '/score', '总分下限高于上限', 'the least total is above the most'
    where (book #>> '{score,total_min}')::numeric > (book #>> '{score,total_max}')::numeric;
end $$;

grant execute on function credit_grade_rules(jsonb), credit_total_reach(jsonb), credit_grade_samples(jsonb), credit_grade_findings(jsonb), credit_item_findings(jsonb), credit_rulebook_findings(jsonb) to wuye_member;

reset role;
