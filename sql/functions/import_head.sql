-- What an import takes of each register: the columns that its list answers with, and how each is read. use: required | optional | ignored (answered by the
-- list, not written by an import). detail: characters of a text, pattern of a number, list of a code. A column that is added to a register is added here.
set role wuye_owner;

create or replace function import_columns(wanted text)
returns table ("position" integer, name text, use text, is_key boolean, kind text, detail text) language sql immutable parallel safe as $$
    select c.position, c.name, c.use, c.is_key, c.kind, c.detail
    from (values
        ('firms', 1, 'uscc', 'required', true, 'text', '18'),
        ('firms', 2, 'name', 'required', false, 'text', '200'),
        ('firms', 3, 'locality', 'required', false, 'code', 'firm_locality'),
        ('firms', 4, 'registered_division', 'optional', false, 'text', '12'),
        ('firms', 5, 'service_hotline', 'optional', false, 'text', '64'),
        ('firms', 6, 'party_org', 'optional', false, 'flag', null),
        ('firms', 7, 'party_org_since', 'optional', false, 'day', null),
        ('firms', 8, 'market_access', 'optional', false, 'code', 'market_access'),
        ('firms', 9, 'status', 'optional', false, 'code', 'firm_status'),
        ('firms', 10, 'uscc_override_reason', 'optional', false, 'text', '500'),
        ('firms', 11, 'contact_phone', 'optional', false, 'text', '32'),
        ('firms', 12, 'office_address', 'optional', false, 'text', '200'),
        ('firms', 13, 'entry', 'ignored', false, 'code', null),
        ('estates', 1, 'code', 'required', true, 'text', '64'),
        ('estates', 2, 'name', 'required', false, 'text', '200'),
        ('estates', 3, 'community_code', 'required', false, 'text', '12'),
        ('estates', 4, 'street_code', 'optional', false, 'text', '12'),
        ('estates', 5, 'area_m2', 'required', false, 'number', '^[0-9]{1,12}([.][0-9]{1,2})?$'),
        ('estates', 6, 'households', 'optional', false, 'number', '^[0-9]{1,7}$'),
        ('estates', 7, 'building_type', 'required', false, 'code', 'building_type'),
        ('estates', 8, 'old_kind', 'optional', false, 'code', 'old_kind'),
        ('estates', 9, 'new_or_old', 'required', false, 'code', 'new_or_old'),
        ('estates', 10, 'is_key', 'optional', false, 'flag', null),
        ('estates', 11, 'party_org', 'optional', false, 'flag', null),
        ('estates', 12, 'mode', 'optional', false, 'code', 'management_mode'),
        ('estates', 13, 'service_room_use', 'optional', false, 'text', '500'),
        ('estates', 14, 'service_room_m2', 'optional', false, 'number', '^[0-9]{1,12}([.][0-9]{1,2})?$'),
        ('estates', 15, 'public_revenue', 'optional', false, 'number', '^-?[0-9]{1,14}([.][0-9]{1,2})?$'),
        ('estates', 16, 'grids', 'optional', false, 'number', '^[0-9]{1,4}$'),
        ('estates', 17, 'mode_since', 'ignored', false, 'day', null),
        ('estates', 20, 'in_deficit', 'optional', false, 'flag', null),
        ('estates', 21, 'no_oc_reason', 'optional', false, 'text', '500'),
        ('estates', 22, 'owners_committee_since', 'ignored', false, 'day', null),
        ('estates', 23, 'tax_relief_eligible', 'ignored', false, 'flag', null),
        ('estates', 24, 'tax_relief_conditions', 'ignored', false, 'text', null),
        ('estates', 18, 'owners_committee_kind', 'ignored', false, 'code', null),
        ('estates', 19, 'owners_committee_status', 'ignored', false, 'code', null),
        ('contracts', 1, 'registration_no', 'optional', true, 'text', '64'),
        ('contracts', 2, 'id', 'optional', false, 'text', '36'),
        ('contracts', 3, 'firm.uscc', 'required', false, 'text', '18'),
        ('contracts', 4, 'kind', 'required', false, 'code', 'contract_kind'),
        ('contracts', 5, 'state', 'required', false, 'code', 'contract_state'),
        ('contracts', 6, 'award_method', 'required', false, 'code', 'award_method'),
        ('contracts', 7, 'service_grade', 'optional', false, 'text', '64'),
        ('contracts', 8, 'fee_m2_month', 'optional', false, 'number', '^[0-9]{1,6}([.][0-9]{1,4})?$'),
        ('contracts', 9, 'annual_fee', 'optional', false, 'number', '^[0-9]{1,14}([.][0-9]{1,2})?$'),
        ('contracts', 10, 'fee_cadence', 'optional', false, 'code', 'fee_cadence'),
        ('contracts', 11, 'fee_relief', 'optional', false, 'flag', null),
        ('contracts', 12, 'service_start', 'required', false, 'day', null),
        ('contracts', 13, 'fee_start', 'optional', false, 'day', null),
        ('contracts', 14, 'end_date', 'optional', false, 'day', null),
        ('contracts', 15, 'terminated_on', 'optional', false, 'day', null),
        ('contracts', 16, 'filed_at', 'optional', false, 'day', null),
        ('contracts', 17, 'review', 'optional', false, 'code', 'contract_review'),
        ('contracts', 18, 'estates', 'optional', false, 'list', null),
        ('contracts', 19, 'firm.name', 'ignored', false, 'text', null),
        ('contracts', 20, 'award_trigger', 'optional', false, 'code', 'award_trigger'),
        ('contracts', 21, 'award_reference', 'optional', false, 'text', '200'),
        ('contracts', 22, 'signed_on', 'optional', false, 'day', null),
        ('staff', 1, 'firm.uscc', 'required', true, 'text', '18'),
        ('staff', 2, 'name', 'required', true, 'text', '100'),
        ('staff', 3, 'certificate_no', 'optional', true, 'text', '64'),
        ('staff', 4, 'party_member', 'optional', false, 'flag', null),
        ('staff', 5, 'joined_on', 'optional', false, 'day', null),
        ('staff', 6, 'left_on', 'optional', false, 'day', null),
        ('staff', 7, 'firm.name', 'ignored', false, 'text', null)
    ) c (register, position, name, use, is_key, kind, detail)
    where c.register = wanted
    union all
    select 50 + c.position, c.name, 'ignored', false, 'text', null
    from (values (1, 'entry_reviewed_on'), (2, 'filing_due'), (3, 'filing_overdue'), (4, 'termination_reason'), (5, 'termination_document'), (6, 'handover.due'),
        (7, 'handover.receiver'), (8, 'handover.rooms_on'), (9, 'handover.facilities_on'), (10, 'handover.documents_on'), (11, 'handover.fee_statement_on'),
        (12, 'handover.refused_on'), (13, 'handover.refusal'), (14, 'handover_overdue'), (15, 'service_unit_id'), (16, 'predecessor_id')) c (position, name)
    where wanted = 'contracts'
    union all
    select 100 + i.position, i.name, 'ignored', false, 'text', null
    from (values (1, 'id'), (2, 'firm.id'), (3, 'version'), (4, 'created_at'), (5, 'updated_at')) i (position, name)
    where wanted <> 'contracts' or i.name <> 'id'
$$;

-- The file's head against the register's columns: what does not fit becomes a problem; answered are the columns to take, by their place in the file.
create or replace function import_head(import uuid, line bigint, names text[])
returns table (place integer, name text) language plpgsql as $$
#variable_conflict use_column
declare
    register text := (select i.register from imports i where i.district_code = (select current_district()) and i.id = import);
begin
    -- The empty sheets to fill in say firm_uscc, the lists firm.uscc.
    names := array(select case h.name when 'firm_uscc' then 'firm.uscc' else h.name end from unnest(names) with ordinality as h (name, place) order by h.place);
    insert into import_problems (district_code, import_id, line, "column", code, zh, en)
    select current_district(), import, import_head.line, p.name, p.code, p.zh, p.en
    from (
        select h.name, 'unknown_column' as code, format('没有“%s”这一列', h.name) as zh, format('there is no column "%s"', h.name) as en
        from unnest(names) h (name)
        where not exists (select from import_columns(register) c where c.name = h.name)
        union all
        select h.name, 'repeated_column', format('“%s”列重复', h.name), format('the column "%s" stands twice', h.name)
        from unnest(names) h (name)
        group by h.name having count(*) > 1
        union all
        select c.name, 'missing_column', format('缺少必填的“%s”列', c.name), format('the required column "%s" is missing', c.name)
        from import_columns(register) c
        where (c.use = 'required' or c.name = 'registration_no') and c.name <> all (names)
    ) p;
    return query
    select h.place::integer, h.name
    from unnest(names) with ordinality as h (name, place)
    join import_columns(register) c on c.name = h.name and c.use <> 'ignored'
    order by h.place;
end $$;

grant execute on function import_columns(text), import_head(uuid, bigint, text[]) to wuye_district, wuye_company;

reset role;
