-- What a street is to have in place, and what it says it has. The items are codes of the list of the checklist's name; which of them it asks for on a
-- day, and in which group, stands here. A report is never changed: the last one before a day's end is what stood on that day.
set local role wuye_owner;

create table checklists (
    code text collate "C" constraint checklists_key primary key,
    zh text not null,
    en text not null,
    source text not null,
    effective_from date not null,
    effective_to date,
    constraint checklists_period check (effective_to > effective_from)
);

create table checklist_items (
    checklist_code text collate "C" not null constraint checklist_items_checklist references checklists,
    item_code text collate "C" not null,
    group_code text collate "C" not null,
    position integer not null,
    effective_from date not null,
    effective_to date,
    constraint checklist_items_key primary key (checklist_code, item_code, effective_from),
    constraint checklist_items_period check (effective_to > effective_from),
    constraint checklist_items_one exclude using gist
        (checklist_code with =, item_code with =, daterange(effective_from, effective_to) with &&)
);

insert into checklists (code, zh, en, source, effective_from)
values ('mechanism_3338', '“3338”工作机制', 'The "3338" working mechanism', '004', '2020-01-01');
insert into checklist_items (checklist_code, item_code, group_code, position, effective_from)
select 'mechanism_3338', i.code, i.part, i.position, '2020-01-01'
from (values ('body', 'body_street', 1), ('body', 'body_community', 2), ('body', 'body_estate', 3),
             ('team', 'team_street', 4), ('team', 'team_community', 5), ('team', 'team_owners_committee', 6),
             ('venue', 'venue_street', 7), ('venue', 'venue_community', 8), ('venue', 'venue_estate', 9),
             ('system', 'system_party_lead', 10), ('system', 'system_grid_duty', 11), ('system', 'system_disclosure', 12),
             ('system', 'system_prompt_complaints', 13), ('system', 'system_joint_consultation', 14), ('system', 'system_assessment', 15),
             ('system', 'system_excellence', 16), ('system', 'system_participation', 17)) as i(part, code, position);

create table checklist_reports (
    district_code text collate "C" not null constraint checklist_reports_district references districts,
    id uuid not null default gen_random_uuid(),
    checklist_code text collate "C" not null constraint checklist_reports_checklist references checklists,
    item_code text collate "C" not null,
    street_code text collate "C" not null constraint checklist_reports_street references divisions,
    done boolean not null,
    done_on date,
    note text,
    by_role text not null,
    reported_at timestamptz not null,
    constraint checklist_reports_key primary key (district_code, id),
    constraint checklist_reports_day_of_done check (done = (done_on is not null)),
    constraint checklist_reports_role_known check (by_role in ('district', 'street'))
);
create index checklist_reports_last on checklist_reports (district_code, checklist_code, street_code, item_code, reported_at);

alter table checklists enable row level security;
alter table checklist_items enable row level security;
alter table checklist_reports enable row level security;
