-- Where public money is and how it came there.
set local role wuye_owner;

-- A place where money is: the district's own, what a street holds for others, what a firm or another recipient got, what a fund has free or has promised, what is held of a deposit.
-- Opened by the first posting. holder: '' for the district; a division code; an id as text; 'kind:id' of another recipient.
create table money_accounts (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    kind text collate "C" not null,
    holder text collate "C" not null default '',
    purse_kind text collate "C" not null,
    purse_id uuid not null,
    opened_at timestamptz not null,
    constraint money_accounts_key primary key (district_code, id),
    constraint money_accounts_one unique (district_code, purse_kind, purse_id, kind, holder),
    constraint money_accounts_kind_known check (kind in ('treasury', 'street', 'firm', 'recipient', 'fund', 'committed', 'deposit')),
    constraint money_accounts_purse_known check (purse_kind in ('scheme', 'fund', 'deposit')),
    constraint money_accounts_holder_given check ((holder = '') = (kind = 'treasury'))
);
create index money_accounts_of_holder on money_accounts (district_code, kind, holder);

-- Double entry, one row a pair: what is debited is credited, so no row can be out of balance. Never changed and never taken back: what was wrong is posted the other way.
-- purse: what the money is for (a scheme, a fund, a deposit); no posting moves money from one purse to another.
create table money_postings (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    number bigint not null, -- of the district, from 1, without a gap
    cause_kind text collate "C" not null,
    cause_id uuid not null,
    step text collate "C" not null,
    part text collate "C" not null default '', -- of what is posted in several (a street, a firm)
    purse_kind text collate "C" not null,
    purse_id uuid not null,
    debit_id uuid not null,
    credit_id uuid not null,
    amount numeric(16,2) not null,
    street_code text collate "C", -- whose street it concerns
    firm_id uuid, -- whose firm
    booked_on date not null,
    bank_reference text collate "C",
    note text,
    posted_by uuid,
    posted_at timestamptz not null,
    constraint money_postings_key primary key (district_code, id),
    constraint money_postings_once unique (district_code, cause_kind, cause_id, step, part),
    constraint money_postings_number unique (district_code, number),
    constraint money_postings_debit foreign key (district_code, debit_id) references money_accounts,
    constraint money_postings_credit foreign key (district_code, credit_id) references money_accounts,
    constraint money_postings_amount_positive check (amount > 0),
    constraint money_postings_two_accounts check (debit_id <> credit_id),
    constraint money_postings_cause_known check (cause_kind in ('subsidy_run', 'fund', 'commitment', 'deposit')),
    constraint money_postings_step_known check (step in ('leg1', 'leg2', 'remainder', 'grant', 'commit', 'release', 'pay', 'lapse', 'receive', 'refund', 'forfeit'))
);
create index money_postings_of_debit on money_postings (district_code, debit_id, booked_on) include (amount);
create index money_postings_of_credit on money_postings (district_code, credit_id, booked_on) include (amount);
create index money_postings_by_day on money_postings (district_code, booked_on, number);
create index money_postings_of_street on money_postings (district_code, street_code, number) where street_code is not null;
create index money_postings_of_firm on money_postings (district_code, firm_id, number) where firm_id is not null;

-- The number of the district's last posting; its row is what orders two who post at once.
create table money_counters (
    district_code text collate "C" not null,
    last bigint not null default 0,
    constraint money_counters_key primary key (district_code)
);

alter table money_accounts enable row level security;
alter table money_postings enable row level security;
alter table money_counters enable row level security;

create type money_line as (
    part text,
    debit_kind text,
    debit_holder text,
    credit_kind text,
    credit_holder text,
    amount numeric,
    street_code text,
    firm_id uuid,
    bank_reference text,
    note text
);

reset role;
