-- What was known of a post on a day: that it ends, when and why, is known from the day on which somebody said so.
set local role wuye_owner;

create table person_roles_past (
    like person_roles,
    known_to timestamptz not null,
    constraint person_roles_past_key primary key (district_code, id, known_from),
    constraint person_roles_past_period check (known_to > known_from)
);
create index person_roles_past_of_staff on person_roles_past (district_code, staff_id, valid_from);
create index person_roles_past_by_day on person_roles_past (district_code, valid_from, id);
alter table person_roles_past enable row level security;
