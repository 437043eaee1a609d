-- Assessments of the work on an estate, by the day, month, quarter, half-year and year, on score sheets that are data.
set local role wuye_owner;

-- What is scored and how many points it can get. A published one never changes: another number of its code follows it. district_code '*': given to all, to be copied.
create table score_sheets (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C" not null,
    number integer not null, -- of this code, from 1
    title_zh text not null,
    title_en text not null,
    kinds text[] not null, -- of assessments that it is for
    items jsonb not null, -- [{code, title_zh, title_en, max, rule, step, evidence_required}]
    total numeric(7,2) not null, -- as the sheet says it; the items must come to it before it is published
    state text collate "C" not null default 'draft',
    effective_from date,
    effective_to date, -- the day after the last
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}', -- whoever has written in it does not publish it
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint score_sheets_key primary key (district_code, id),
    constraint score_sheets_number unique (district_code, code, number),
    constraint score_sheets_kinds_known check (kinds <> '{}' and kinds <@ '{daily,monthly,quarterly,half_year,annual}'),
    constraint score_sheets_total_positive check (total > 0),
    constraint score_sheets_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint score_sheets_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint score_sheets_published_from check (state <> 'published' or effective_from is not null),
    constraint score_sheets_period check (effective_to > effective_from),
    constraint score_sheets_one exclude using gist (district_code with =, code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

alter table evaluations
    add column sheet_id uuid, -- of an assessment: what its lines are of
    add column term_from date, -- of an assessment: first day of the day, month, quarter, half-year or year that its period lies in
    drop constraint evaluations_kind_known,
    add constraint evaluations_kind_known check (kind in ('third_party', 'composite', 'daily', 'monthly', 'quarterly', 'half_year', 'annual', 'expert')),
    add constraint evaluations_score_sheet foreign key (district_code, sheet_id) references score_sheets,
    add constraint evaluations_sheet_fits check (sheet_id is null or term_from is not null and estate_id is not null and kind in ('daily', 'monthly', 'quarterly', 'half_year', 'annual'));

-- Two firms that follow one another on an estate are assessed each for itself.
drop index evaluations_one;
create unique index evaluations_one on evaluations (district_code, kind, subject_kind, subject_id, firm_id, assessor, period_from, period_to) where state <> 'withdrawn';
-- An assessor assesses the work of a firm on an estate once a day, month, quarter, half-year and year, whichever of its days it names.
create unique index evaluations_term on evaluations (district_code, kind, estate_id, firm_id, assessor, term_from) where term_from is not null and state <> 'withdrawn';
create index evaluations_assessed on evaluations (district_code, kind, period_to, estate_id, firm_id)
    where state = 'confirmed' and kind in ('daily', 'monthly', 'quarterly', 'half_year', 'annual');

-- Who decides on what was entered for an assessor. What decides on the second leg of a subsidy is the street's (by the day and month), what decides on a deposit the district's.
create table evaluation_deciders (
    kind text collate "C" not null,
    assessor text collate "C" not null,
    role text collate "C" not null,
    constraint evaluation_deciders_key primary key (kind, assessor, role),
    constraint evaluation_deciders_role_known check (role in ('district', 'street'))
);
insert into evaluation_deciders (kind, assessor, role)
select k.kind, a.assessor, 'district'
from unnest(array['third_party', 'composite', 'daily', 'monthly', 'quarterly', 'half_year', 'annual', 'expert']) k (kind)
cross join unnest(array['district', 'street', 'community', 'owners_committee', 'owners', 'third_party']) a (assessor)
union all
select k.kind, a.assessor, 'street'
from unnest(array['daily', 'monthly']) k (kind)
cross join unnest(array['street', 'community']) a (assessor);

alter table score_sheets enable row level security;
alter table evaluation_deciders enable row level security;

reset role;
