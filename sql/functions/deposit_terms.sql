-- Terms of deposits: how they are shown, what is wrong with them, and which hold on a day. How they are published and withdrawn: documents_that_hold.sql.
set role wuye_owner;

-- G14–G16. Nothing goes by terms under which nothing is taken, so what they lack is a warning there; a table that contradicts itself is always an error.
-- Bands: low included, high not; together they have to cover 0 to 100, the last one open.
create or replace function deposit_terms_findings(document jsonb) returns table (severity text, code text, pointer text, zh text, en text)
language sql immutable parallel safe as $$
    with weights as (
        select w.value ->> 'kind' as kind, (w.value ->> 'weight')::numeric as weight, w.number - 1 as place,
            row_number() over (partition by w.value ->> 'kind' order by w.number) as turn
        from jsonb_array_elements(document -> 'performance' -> 'assessments') with ordinality w (value, number)
    ), bands as (
        select (b.value ->> 'low')::numeric as low, (b.value ->> 'high')::numeric as high, (b.value ->> 'ratio')::numeric as ratio, b.number - 1 as place,
            row_number() over (order by (b.value ->> 'low')::numeric, b.number) as turn
        from jsonb_array_elements(document -> 'performance' -> 'bands') with ordinality b (value, number)
    ), ordered as (
        select b.*, lag(b.high, 1, 0) over (order by b.turn) as until, b.turn > 1 and lag(b.high) over (order by b.turn) is null as after_open,
            lag(b.ratio) over (order by b.turn) as ratio_below, lead(b.turn) over (order by b.turn) is null as last
        from bands b
    ), found as (
        select case when (document ->> 'taken')::boolean then 'error' else 'warning' end as severity, 'basis_missing' as code, '/legal_basis' as pointer
        where coalesce(document ->> 'legal_basis', '') = ''
        union all
        select 'warning', 'nothing_taken', '/taken' where document -> 'performance' is null and document -> 'dishonesty' is null
        union all
        select case when (document ->> 'taken')::boolean then 'error' else 'warning' end, m.code, m.pointer
        from (values ('account_missing', '/performance', document -> 'performance' -> 'account' is null),
                     ('weights_missing', '/performance/assessments', not exists (select from weights)),
                     ('bands_missing', '/performance/bands', not exists (select from bands))) m (code, pointer, missing)
        where m.missing and document -> 'performance' is not null
        union all
        select 'error', 'kind_twice', concat('/performance/assessments/', w.place, '/kind') from weights w where w.turn > 1
        union all
        select 'error', 'weights_not_one', '/performance/assessments' from weights having sum(weight) <> 1
        union all
        select 'error', 'band_reversed', concat('/performance/bands/', b.place) from ordered b where b.high <= b.low
        union all
        select 'error', case when b.after_open or b.low < b.until then 'band_overlap' else 'band_gap' end, concat('/performance/bands/', b.place, '/low')
        from ordered b where b.after_open or b.low <> b.until
        union all
        select 'error', 'band_gap', concat('/performance/bands/', b.place, '/high') from ordered b where b.last and b.high is not null
        union all
        select 'warning', 'ratio_falls', concat('/performance/bands/', b.place, '/ratio') from ordered b where b.ratio < b.ratio_below
    )
    select f.severity, f.code, f.pointer, t.zh, t.en
    from found f
    join (values ('basis_missing', '未写明收取保证金的依据。', 'The basis on which deposits are taken is not said.'),
                 ('nothing_taken', '两类保证金均未规定。', 'Neither kind of deposit is provided for.'),
                 ('account_missing', '未写明专户。', 'The special account is not named.'),
                 ('weights_missing', '未规定各次考核的权重。', 'No weights of assessments are given.'),
                 ('bands_missing', '未规定返还比例表。', 'No table of refund ratios is given.'),
                 ('kind_twice', '同一类考核规定了两次。', 'A kind of assessment is given twice.'),
                 ('weights_not_one', '权重之和不等于1。', 'The weights do not add up to 1.'),
                 ('band_reversed', '区间的上限不大于下限。', 'The band ends where it begins, or before.'),
                 ('band_overlap', '区间重叠。', 'Bands overlap.'),
                 ('band_gap', '区间之间有空隙，或未覆盖0至100分。', 'Bands leave a gap, or do not cover 0 to 100.'),
                 ('ratio_falls', '分数较高而返还比例较低。', 'A better score gives a lower ratio.')) t (code, zh, en) on t.code = f.code
$$;

create or replace function deposit_terms_card(t deposit_terms, day date)
returns table (id uuid, common boolean, title_zh text, title_en text, state text, source text, effective_from date, effective_to date, taken boolean, document jsonb, errors integer,
               findings jsonb, published_at timestamptz, withdrawn_reason text, version integer, created_at timestamptz, updated_at timestamptz)
language sql immutable parallel safe as $$
    select t.id, t.district_code = '*', t.title_zh, t.title_en, document_state(t.state, t.effective_to, day), t.source, t.effective_from, t.effective_to,
        (t.document ->> 'taken')::boolean, t.document, v.errors, v.findings, t.published_at, t.withdrawn_reason, t.version, t.created_at, t.updated_at
    from document_verdict((select jsonb_agg(to_jsonb(f)) from deposit_terms_findings(t.document) f where t.id is not null)) v
$$;

create or replace function deposit_terms_held(day date) returns deposit_terms language sql stable parallel safe as $$
    select t from deposit_terms t
    where t.district_code = (select current_district()) and t.state = 'published' and daterange(t.effective_from, t.effective_to) @> day
$$;

grant execute on function deposit_terms_findings(jsonb), deposit_terms_card(deposit_terms, date)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_platform;
grant execute on function deposit_terms_held(date) to wuye_district;

reset role;
