-- When each job of the worker last ended, and how: what is watched from outside.
set local role wuye_owner;

create table job_runs (
    job text collate "C" primary key,
    succeeded_at timestamptz,
    failed_at timestamptz,
    failures bigint not null default 0,
    seconds double precision not null
);
alter table job_runs enable row level security;

reset role;
