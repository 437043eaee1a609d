-- Who vouched for a code that fails the check is kept as the user's id, as the API writes it, also where a file brought it.
set local role wuye_owner;

update firms f set uscc_override_by = u.id::text
from users u
where u.district_code = f.district_code and u.name = f.uscc_override_by;
update firms_past f set uscc_override_by = u.id::text
from users u
where u.district_code = f.district_code and u.name = f.uscc_override_by;

-- What was known of a firm's people on a day stays. Those who are there already have been known since they were entered.
alter table staff add known_from timestamptz not null default '-infinity';
update staff set known_from = created_at;
create table staff_past (
    like staff including generated,
    known_to timestamptz not null,
    constraint staff_past_key primary key (district_code, id, known_from, known_to),
    constraint staff_past_period check (known_to > known_from)
);
create index staff_past_until on staff_past (district_code, known_to);
create index staff_past_of_firm on staff_past (district_code, firm_id, id);
alter table staff_past enable row level security;
