-- Who works for a firm and where. An assignment ends and another begins; none is written over. It counts for what was asked of a day once it was known
-- on it, so one dated back changes no answer of the days before.
set local role wuye_owner;

alter table staff
    add constraint staff_name_given check (name <> ''),
    add constraint staff_copy unique (district_code, id, firm_id);

alter table person_roles
    add reason text,
    add end_reason text,
    add assigned_by uuid,
    add ended_by uuid,
    add known_from timestamptz not null default '-infinity',
    add created_at timestamptz not null default now(),
    add updated_at timestamptz not null default now(),
    drop constraint person_roles_staff,
    drop constraint person_roles_period,
    add constraint person_roles_staff foreign key (district_code, staff_id, firm_id) references staff (district_code, id, firm_id),
    -- One that was replaced on its first day has held none.
    add constraint person_roles_period check (valid_to >= valid_from),
    add constraint person_roles_estate_fits check (case role when 'firm_manager' then estate_id is null when 'staff' then true else estate_id is not null end),
    add constraint person_roles_term check (role <> 'quality_director' or valid_to is not null),
    -- An estate has one project manager of a firm at a time.
    add constraint person_roles_one_manager exclude using gist
        (district_code with =, firm_id with =, estate_id with =, daterange(valid_from, valid_to) with &&) where (role = 'project_manager'),
    -- Nobody holds one post twice.
    add constraint person_roles_once exclude using gist
        (district_code with =, staff_id with =, role with =, (coalesce(estate_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =,
         daterange(valid_from, valid_to) with &&);
create index person_roles_of_staff on person_roles (district_code, staff_id, valid_from);
