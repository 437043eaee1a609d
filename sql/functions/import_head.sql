set role wuye_owner;

-- The file's head against the register's columns: what does not fit becomes a problem; answered are the columns to take, by their place in the file, and in which of
-- them people write what they like, so that personal data in it is masked as it is where it is said one by one.
-- L9: the heads of a ledger; a project's cells stand in its first row.
create or replace function import_form_heads() returns table (zh text, name text, common text) language sql immutable parallel safe as $$
    values ('序号', 'seq', 'leads'), ('项目名称', 'project', 'leads'), ('物业服务企业', 'firm', 'follows'), ('服务标准', 'service_grade', 'follows'),
           ('存在问题', 'problem', null), ('整治措施', 'measure', null), ('完成时限', 'due_on', null), ('责任人', 'person', null), ('进展情况', 'progress', null),
           ('社区', 'community', 'follows'), ('街道', 'street', 'follows'), ('备注', 'note', null)
$$;

drop function if exists import_head(uuid, bigint, text[]);
create function import_head(import uuid, line bigint, names text[])
returns table (place integer, name text, masked boolean, common text) language plpgsql as $$
#variable_conflict use_column
declare
    register_name text := (select i.register from imports i where i.district_code = (select current_district()) and i.id = import);
begin
    -- Sheets that were handed out, and the files of `wuye load`, say firm_uscc; a ledger has its twelve heads in Chinese (L9).
    names := array(select case when h.name = 'firm_uscc' then 'firm.uscc' else coalesce(f.name, h.name) end
                   from unnest(names) with ordinality as h (name, place)
                   left join import_form_heads() f on register_name = 'issues' and f.zh = regexp_replace(h.name, '\s', '', 'g')
                   order by h.place);
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select current_district(), import, import_head.line, p.name, p.code, p.zh, p.en
    from (
        select null::text as name, 'reference_missing' as code, '系统尚未加载参考数据(import_columns)，暂不能导入' as zh,
            'the reference data (import_columns) is not loaded, so nothing can be imported' as en
        where not exists (select from import_columns c where c.register = register_name)
        union all
        select h.name, 'unknown_column', format('没有“%s”这一列', h.name), format('there is no column "%s"', h.name)
        from unnest(names) h (name)
        where exists (select from import_columns c where c.register = register_name)
          and not exists (select from import_columns c where c.register = register_name and c."column" = h.name)
        union all
        select h.name, 'repeated_column', format('“%s”列重复', h.name), format('the column "%s" stands twice', h.name)
        from unnest(names) h (name)
        group by h.name having count(*) > 1
        union all
        select c."column", 'missing_column', format('缺少必填的“%s”列', c."column"), format('the required column "%s" is missing', c."column")
        from import_columns c
        where c.register = register_name and (c.use = 'required' or c."column" = 'registration_no') and c."column" <> all (names)
    ) p;
    return query
    select h.place::integer, h.name, c.kind = 'prose', f.common
    from unnest(names) with ordinality as h (name, place)
    join import_columns c on c.register = register_name and c."column" = h.name and c.use <> 'ignored'
    left join import_form_heads() f on register_name = 'issues' and f.name = h.name
    union all
    select 0, 'ledger', false, null
    where register_name = 'issues' and 'ledger' <> all (names)
    order by 1;
end $$;

grant execute on function import_form_heads(), import_head(uuid, bigint, text[]) to wuye_district, wuye_street, wuye_company;

reset role;
