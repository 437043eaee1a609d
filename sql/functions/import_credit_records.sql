-- What an outside credit system says of firms and projects, and what the list of records gives. A row becomes a proposal of whoever imports it, by the function that makes one that
-- is proposed alone, so that somebody else of the district confirms it. It is known by item, subject, source and the number of its document, in whatever state it is; a record that is
-- there is never changed from a file.
set role wuye_owner;

create or replace function import_credit_known(cells jsonb) returns uuid language sql stable as $$
    select r.id from credit_records r
    where r.district_code = (select current_district())
      and r.id = case when cells ->> 'id' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then (cells ->> 'id')::uuid end
$$;

-- A row, whose cells are of their kinds, as credit_record_make() takes it; whose firm it is goes with it. What is not said is from outside.
create or replace function import_credit_said(cells jsonb) returns jsonb language sql stable as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'item_code', cells ->> 'item.code', 'subject_kind', k.kind, 'subject_id', case k.kind when 'firm' then f.id else e.id end, 'firm_id', f.id,
        'estate_id', case k.kind when 'firm' then e.id end, 'occurred_on', import_day(cells ->> 'occurred_on'), 'level', cells ->> 'level',
        'measure', trim_scale((cells ->> 'measure')::numeric), 'points', trim_scale((cells ->> 'points')::numeric), 'source', coalesce(cells ->> 'source', 'external'),
        'source_ref', cells ->> 'source_ref', 'facts', cells ->> 'facts', 'basis', cells ->> 'basis', 'evidence', cells ->> 'evidence'))
    from (select cells ->> 'subject.kind' as kind) k
    left join firms f on f.district_code = (select current_district()) and f.uscc = cells ->> 'firm.uscc'
    left join estates e on e.district_code = (select current_district()) and e.code = cells ->> 'estate.code'
$$;

-- What a row lacks, whatever the rulebook says. A number that was masked is nobody's number any more.
create or replace function import_credit_faults(cells jsonb) returns table (name text, code text, zh text, en text) language sql stable as $$
    select p.name, p.code, p.zh, p.en
    from (select cells ->> 'subject.kind' as kind, cells ->> 'firm.uscc' as uscc, cells ->> 'estate.code' as estate, cells ->> 'source_ref' as number,
                 import_credit_known(cells) is not null as known) i
    cross join lateral (values
        (null, (select current_user_id()) is null, 'proposer_missing', '信用记录须由具体人员申报，请用账号导入', 'somebody proposes a credit record: import the file with an account'),
        ('subject.kind', i.kind in ('person', 'committee_member'), 'subject_kind_reserved', '只能导入企业和项目的记录；人员和业委会成员须逐条申报',
         'only records of firms and projects are imported; persons and members of committees are proposed one by one'),
        ('firm.uscc', i.kind = 'firm' and i.uscc is null, 'required', '主体为企业时必填', 'is required where the firm is the subject'),
        ('firm.uscc', i.uscc is not null and not exists (select from firms f where f.district_code = (select current_district()) and f.uscc = i.uscc),
         'unknown_firm', format('没有统一社会信用代码为“%s”的企业', left(i.uscc, 100)), format('there is no firm "%s"', left(i.uscc, 100))),
        ('estate.code', i.kind = 'project' and i.estate is null, 'required', '主体为项目时必填', 'is required where the project is the subject'),
        ('estate.code', i.estate is not null and not exists (select from estates e where e.district_code = (select current_district()) and e.code = i.estate),
         'unknown_estate', format('没有代码为“%s”的小区', left(i.estate, 100)), format('there is no estate "%s"', left(i.estate, 100))),
        ('source_ref', i.number is null and not i.known, 'required', '必填：据此识别同一记录', 'is required: the record is known by it'),
        ('source_ref', i.number ~ '\[(电话|证件号|车牌|门牌|姓名|邮箱|账号)\]' and not i.known, 'number_masked', '编号疑似个人信息而被遮蔽，无法据此识别',
         'looks like personal data and was masked, so the record is not known by it')
    ) p (name, bad, code, zh, en)
    where p.bad
$$;

-- In which column a row says something else than the record that is there; a cell that is empty says nothing. Points are those that were proposed or those that were decided.
create or replace function import_credit_differs(said jsonb, record uuid) returns text language sql stable as $$
    select case s.key when 'item_code' then 'item.code' when 'subject_kind' then 'subject.kind' when 'firm_id' then 'firm.uscc' when 'estate_id' then 'estate.code'
                      when 'subject_id' then case said ->> 'subject_kind' when 'firm' then 'firm.uscc' else 'estate.code' end else s.key end
    from credit_records r
    cross join lateral (select jsonb_build_object('item_code', r.item_code, 'subject_kind', r.subject_kind, 'subject_id', r.subject_id, 'firm_id', r.firm_id, 'estate_id', r.estate_id,
        'occurred_on', r.occurred_on, 'level', r.level, 'measure', trim_scale(r.measure), 'source', r.source, 'source_ref', r.source_ref, 'facts', r.facts, 'basis', r.basis,
        'evidence', r.evidence)) o (own)
    cross join lateral jsonb_each_text(said) s
    where r.district_code = (select current_district()) and r.id = record
      and case s.key when 'points' then (s.value::numeric in (r.points, r.reference_points)) is not true else s.value is distinct from o.own ->> s.key end
    order by s.key <> 'item_code', s.key <> 'subject_kind', s.key
    limit 1
$$;

-- A row without faults: made, or there already, or why not. Unless it is to be kept, it is only judged.
create or replace function import_credit_record(cells jsonb, caller_name text, moment timestamptz, keep boolean,
    out made boolean, out name text, out code text, out zh text, out en text) language plpgsql volatile as $$
declare
    said constant jsonb := import_credit_said(cells);
    kind constant text := said ->> 'subject_kind';
    fact constant text := (credit_source(said, kind, null, null, 'district')).fact; -- of a row it is the number of the document, whosever it is
    known uuid;
begin
    made := false;
    known := coalesce(import_credit_known(cells), (
        select r.id from credit_records r
        where r.district_code = (select current_district()) and r.subject_kind = kind and r.subject_id = (said ->> 'subject_id')::uuid and r.item_code = said ->> 'item_code'
          and r.fact_key = fact
        order by r.state in ('dismissed', 'withdrawn', 'revoked'), r.updated_at desc, r.id limit 1));
    if known is not null then
        name := import_credit_differs(said, known);
        code := case when name is not null then 'record_differs' end;
    else
        select m.problem into code from credit_record_make(gen_random_uuid(), said, 'district', caller_name, moment, keep) m;
        made := code is null;
    end if;
    if code is not null then
        select coalesce(p.name, k.name), coalesce(k.zh, format('违反规则“%s”', p.code)), coalesce(k.en, format('breaks the rule "%s"', p.code)) into name, zh, en
        from (values (name, code)) p (name, code)
        left join (values
            ('record_differs', null, '已有同一记录，内容不同；导入不更改已有记录', 'the record is there and says something else; an import changes none'),
            ('credit_no_rulebook', null, '今日没有生效的评分标准', 'no rulebook holds today'),
            ('credit_item_unknown', 'item.code', '现行评分标准中没有这一项目', 'the rulebook that holds today has no such item'),
            ('credit_proposer_unfit', 'item.code', '该评分项目不由区级申报', 'the item is not one that the district proposes'),
            ('credit_subject_unknown', 'subject.kind', '该企业或小区不存在', 'there is no such firm or estate'),
            ('credit_subject_unfit', 'subject.kind', '评分项目不适用于此类主体，或者当日该企业不服务该小区', 'the item is not about such a subject, or the firm did not serve the estate on the day'),
            ('no_firm_in_force', 'estate.code', '当日没有企业服务该小区', 'no firm served the estate on the day'),
            ('estate_unknown', 'estate.code', '该小区不存在', 'there is no such estate'),
            ('day_in_the_future', 'occurred_on', '日期晚于今日', 'the day is in the future'),
            ('credit_points_unfit', 'points', '分值、档次或者计量与评分项目的规定不符', 'points, level or measure are not as the item says'),
            ('credit_source_unfit', 'source', '此类来源不由区级使用', 'not a source for the district to name'),
            ('credit_evidence_missing', 'evidence', '该评分项目要求附证据', 'the item asks for evidence')
        ) k (code, name, zh, en) on k.code = p.code;
    end if;
end $$;

create or replace function import_check_credit_records(import uuid, first bigint, last bigint)
returns table (line bigint, "column" text, code text, zh text, en text) language plpgsql as $$
#variable_conflict use_column
begin
    return query
    select r.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells from import_rows r
          where r.district_code = (select current_district()) and r.import_id = import and r.line between first and last offset 0) r
    cross join lateral import_credit_faults(r.cells) p;
    return query
    select r.line, p.name, p.code, p.zh, p.en
    from (select r.line, r.cells from import_ready(import, first, last) r where not exists (select from import_credit_faults(r.cells)) offset 0) r
    cross join lateral import_credit_record(r.cells, null, clock_timestamp(), false) p
    where p.code is not null;
end $$;

create or replace function import_take_credit_records(import uuid, first bigint, last bigint, moment timestamptz,
    out created bigint, out updated bigint, out unchanged bigint, out problems jsonb) language plpgsql as $$
declare
    caller_name constant text := (select i.user_name from imports i where i.district_code = (select current_district()) and i.id = import);
    row record;
    done record;
begin
    created := 0;
    updated := 0;
    unchanged := 0;
    problems := '[]';
    for row in select r.line, r.cells from import_ready(import, first, last) r loop
        done := import_credit_record(row.cells, caller_name, moment, true);
        if done.code is not null then
            problems := problems || jsonb_build_object('line', row.line, 'column', done.name, 'code', done.code, 'zh', done.zh, 'en', done.en);
        end if;
        created := created + done.made::integer;
        unchanged := unchanged + (done.code is null and not done.made)::integer;
    end loop;
end $$;

grant execute on function import_credit_known(jsonb), import_credit_said(jsonb), import_credit_faults(jsonb), import_credit_differs(jsonb, uuid),
    import_credit_record(jsonb, text, timestamptz, boolean), import_check_credit_records(uuid, bigint, bigint),
    import_take_credit_records(uuid, bigint, bigint, timestamptz) to wuye_district;

reset role;
