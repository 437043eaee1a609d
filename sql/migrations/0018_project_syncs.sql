-- How far the city platform has each project, an estate or a filed contract. Here stands what was said last; whether the project has changed since is told
-- by its version when it is asked, so that nothing has to be written when a project changes. Acknowledgements are ordered by the version they are of, the
-- platform's own clock, and an outcome after the bare receipt: an older one, or the same again, moves nothing.
set local role wuye_owner;

create table project_syncs (
    district_code text collate "C" not null constraint project_syncs_district references districts,
    estate_id uuid,
    contract_id uuid,
    id uuid not null generated always as (coalesce(estate_id, contract_id)) stored,
    state text not null,
    project_version integer not null,
    acknowledged_at timestamptz not null,
    last_sent_at timestamptz,
    reference_no text,
    message text,
    tries integer not null default 0,
    acknowledgements integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint project_syncs_key primary key (district_code, id),
    constraint project_syncs_estate foreign key (district_code, estate_id) references estates,
    constraint project_syncs_contract foreign key (district_code, contract_id) references contracts,
    constraint project_syncs_one_project check (num_nonnulls(estate_id, contract_id) = 1),
    constraint project_syncs_state_known check (state in ('pending', 'sent', 'accepted', 'rejected')),
    constraint project_syncs_accepted_has_number check (state <> 'accepted' or reference_no is not null)
);
create index project_syncs_by_state on project_syncs (district_code, state, id);

alter table project_syncs enable row level security;
