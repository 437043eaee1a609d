-- Monthly runs of a subsidy: what each street gets for its estates (leg 1), and what it hands on to the firms by the month's assessment (leg 2).
set local role wuye_owner;

-- A month of a scheme has one run; an adjusting run says what it should have been, less what it was. registers_on: the day as of whose end the register says areas, kinds and streets.
-- Drafted, calculated, approved by the run; from there on each street goes its own way and the run stands where the last of them stands (subsidy_run_follow).
create table subsidy_runs (
    district_code text collate "C" not null,
    id uuid not null,
    scheme_id uuid not null,
    month date not null, -- its first day
    kind text collate "C" not null,
    adjusts_id uuid,
    reason text, -- of an adjusting run
    registers_on date, -- of an adjusting run that names a day; else the first of the month, or the day of the calculation
    calculated_on date, -- registers_on as it was when it was calculated
    state text collate "C" not null default 'draft',
    remainder text collate "C", -- what becomes of what a street has left, as the scheme says
    created_by uuid,
    created_at timestamptz not null,
    calculated_by uuid,
    calculated_at timestamptz,
    approved_by uuid,
    approved_at timestamptz,
    voided_by uuid,
    voided_at timestamptz,
    void_reason text,
    closed_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint subsidy_runs_key primary key (district_code, id),
    constraint subsidy_runs_scheme foreign key (district_code, scheme_id) references subsidy_schemes,
    constraint subsidy_runs_adjusts foreign key (district_code, adjusts_id) references subsidy_runs,
    constraint subsidy_runs_month_first check (extract(day from month) = 1),
    constraint subsidy_runs_kind_known check (kind in ('regular', 'adjusting')),
    constraint subsidy_runs_adjusting_fits check ((kind = 'adjusting') = (adjusts_id is not null) and (kind = 'adjusting') = (reason is not null)),
    constraint subsidy_runs_state_known check (state in ('draft', 'calculated', 'district_approved', 'paid_to_street', 'street_assessed', 'paid_to_firm', 'closed', 'void')),
    constraint subsidy_runs_two_people check (approved_by <> calculated_by)
);
create unique index subsidy_runs_one_regular on subsidy_runs (district_code, scheme_id, month) where kind = 'regular' and state <> 'void';
create unique index subsidy_runs_one_adjusting on subsidy_runs (district_code, scheme_id, month) where kind = 'adjusting' and state not in ('closed', 'void');
create index subsidy_runs_by_month on subsidy_runs (district_code, month, id);

-- For each estate, its street and its firm. total_: what there should be for the month as it is known now; had_: what the month's earlier runs had of it; the rest is this run's.
-- Leg 2 is never above leg 1, in no run and in no sum of runs.
create table subsidy_run_lines (
    district_code text collate "C" not null,
    run_id uuid not null,
    number integer not null,
    estate_id uuid not null,
    estate_code text not null, -- as it was called when it was calculated
    estate_name text not null,
    street_code text collate "C" not null,
    community_code text collate "C" not null,
    firm_id uuid, -- on the first of the month; none: there is nobody to hand on to
    mode text collate "C", -- on the first of the month; null in what is only taken back
    class text collate "C",
    area_m2 numeric(14,2),
    rate numeric(12,4),
    total_amount numeric(16,2) not null,
    had_amount numeric(16,2) not null default 0,
    amount numeric(16,2) not null,
    score numeric(5,2),
    coefficient numeric(5,4),
    total_paid numeric(16,2),
    had_paid numeric(16,2),
    paid_amount numeric(16,2),
    constraint subsidy_run_lines_key primary key (district_code, run_id, number),
    constraint subsidy_run_lines_run foreign key (district_code, run_id) references subsidy_runs,
    constraint subsidy_run_lines_estate foreign key (district_code, estate_id) references estates,
    constraint subsidy_run_lines_firm foreign key (district_code, firm_id) references firms,
    constraint subsidy_run_lines_one unique nulls not distinct (district_code, run_id, estate_id, street_code, firm_id),
    constraint subsidy_run_lines_explained check (total_amount = 0 or num_nulls(mode, class, area_m2, rate) = 0 and total_amount = round(area_m2 * rate, 2)),
    constraint subsidy_run_lines_not_negative check (total_amount >= 0 and had_amount >= 0),
    constraint subsidy_run_lines_difference check (amount = total_amount - had_amount),
    constraint subsidy_run_lines_assessed check (num_nulls(total_paid, had_paid, paid_amount) in (0, 3)),
    constraint subsidy_run_lines_paid_difference check (paid_amount = total_paid - had_paid),
    constraint subsidy_run_lines_leg_2_within_leg_1 check (total_paid between 0 and total_amount and had_paid between 0 and had_amount),
    constraint subsidy_run_lines_by_coefficient check (total_paid = 0 or firm_id is not null and coefficient between 0 and 1 and total_paid = round(total_amount * coefficient, 2))
);
create index subsidy_run_lines_of_street on subsidy_run_lines (district_code, run_id, street_code, number);
create index subsidy_run_lines_of_community on subsidy_run_lines (district_code, community_code, run_id, number);
create index subsidy_run_lines_of_firm on subsidy_run_lines (district_code, firm_id, run_id, number) where firm_id is not null;

-- payable: what is paid to the street, or by it when it is negative. brought: of what it gave back of the month before, given again because leg 2 may need it.
create table subsidy_run_streets (
    district_code text collate "C" not null,
    run_id uuid not null,
    street_code text collate "C" not null,
    lines integer not null,
    amount numeric(16,2) not null, -- the sum of its lines
    brought numeric(16,2) not null default 0,
    payable numeric(16,2) not null generated always as (amount + brought) stored,
    state text collate "C" not null default 'calculated',
    paid_by uuid,
    paid_at timestamptz,
    assessed_by uuid,
    assessed_at timestamptz,
    paid_amount numeric(16,2), -- leg 2: the sum of its lines
    returned numeric(16,2), -- of what it had left
    closed_by uuid,
    closed_at timestamptz,
    constraint subsidy_run_streets_key primary key (district_code, run_id, street_code),
    constraint subsidy_run_streets_run foreign key (district_code, run_id) references subsidy_runs,
    constraint subsidy_run_streets_state_known check (state in ('calculated', 'district_approved', 'paid_to_street', 'street_assessed', 'paid_to_firm', 'closed', 'void')),
    constraint subsidy_run_streets_not_negative check (brought >= 0 and returned >= 0)
);
create index subsidy_run_streets_of_street on subsidy_run_streets (district_code, street_code, run_id);

-- What a firm gets from a street, or gives back to it.
create table subsidy_run_firms (
    district_code text collate "C" not null,
    run_id uuid not null,
    street_code text collate "C" not null,
    firm_id uuid not null,
    lines integer not null,
    amount numeric(16,2) not null, -- leg 1 of its lines
    paid_amount numeric(16,2), -- leg 2 of its lines, once they are assessed
    paid_by uuid,
    paid_at timestamptz,
    constraint subsidy_run_firms_key primary key (district_code, run_id, street_code, firm_id),
    constraint subsidy_run_firms_street foreign key (district_code, run_id, street_code) references subsidy_run_streets,
    constraint subsidy_run_firms_firm foreign key (district_code, firm_id) references firms
);
create index subsidy_run_firms_of_firm on subsidy_run_firms (district_code, firm_id, run_id);

-- Which moves there are. of: the run as a whole, or a street in it.
create table subsidy_run_transitions (
    of text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    role text collate "C" not null,
    constraint subsidy_run_transitions_key primary key (from_state, action),
    constraint subsidy_run_transitions_of_known check (of in ('run', 'street')),
    constraint subsidy_run_transitions_role_known check (role in ('district', 'street'))
);
insert into subsidy_run_transitions (of, from_state, action, to_state, role) values
    ('run', 'draft', 'calculate', 'calculated', 'district'),
    ('run', 'calculated', 'calculate', 'calculated', 'district'),
    ('run', 'calculated', 'approve', 'district_approved', 'district'),
    ('run', 'draft', 'void', 'void', 'district'),
    ('run', 'calculated', 'void', 'void', 'district'),
    ('run', 'district_approved', 'void', 'void', 'district'),
    ('street', 'district_approved', 'pay_streets', 'paid_to_street', 'district'),
    ('street', 'paid_to_street', 'assess', 'street_assessed', 'street'),
    ('street', 'street_assessed', 'pay_firms', 'paid_to_firm', 'street'),
    ('street', 'paid_to_firm', 'close', 'closed', 'district');

-- What feeds the coefficients of a street's estates.
create index evaluations_of_estate on evaluations (district_code, estate_id, period_to) where state = 'confirmed' and kind in ('daily', 'monthly') and estate_id is not null;

alter table subsidy_runs enable row level security;
alter table subsidy_run_lines enable row level security;
alter table subsidy_run_streets enable row level security;
alter table subsidy_run_firms enable row level security;
alter table subsidy_run_transitions enable row level security;

reset role;
