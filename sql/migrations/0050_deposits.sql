-- Deposits of firms: performance (by contract, given back year by year) and dishonesty (by decision), and the terms that they go by. The record of garages bought back.
set local role wuye_owner;

-- Whether and on what terms deposits are taken: one document (schema DepositTermsDocument of the contract). What is published never changes. district_code '*': as a plan
-- gives it, with what it leaves open; a district makes its own of it.
create table deposit_terms (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    title_zh text not null,
    title_en text not null,
    state text collate "C" not null default 'draft',
    document jsonb not null,
    effective_from date,
    effective_to date,
    source text not null,
    created_by uuid,
    written_by uuid[] not null default '{}', -- whoever has written in it does not publish it
    created_at timestamptz not null default now(),
    published_by uuid,
    published_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    constraint deposit_terms_key primary key (district_code, id),
    constraint deposit_terms_state_known check (state in ('given', 'draft', 'published', 'withdrawn')),
    constraint deposit_terms_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint deposit_terms_published_from check (state <> 'published' or effective_from is not null),
    constraint deposit_terms_period check (effective_to > effective_from),
    constraint deposit_terms_one exclude using gist (district_code with =, daterange(effective_from, effective_to) with &&) where (state = 'published')
);

-- due → paid → settled or forfeited; cancelled before payment. What is held is a sum (paid, less what went back), never kept.
create table deposits (
    district_code text collate "C" not null,
    id uuid not null,
    kind text collate "C" not null,
    contract_id uuid, -- of a performance deposit
    firm_id uuid not null,
    street_code text collate "C", -- where all estates of the contract lie in one street
    terms_id uuid not null, -- that it goes by to its end
    legal_basis text not null, -- as the terms said on the day
    decision text, -- that a dishonesty deposit rests on
    annual_fee numeric(16,2), -- of the contract on the day
    rate numeric(5,4),
    amount numeric(16,2) not null,
    years integer,
    guarantee_document text, -- the firm's written guarantee to put things right
    guaranteed_on date,
    state text collate "C" not null default 'due',
    opened_on date not null,
    due_on date,
    received_on date,
    bank_reference text collate "C",
    received_by uuid,
    ended_on date, -- the bank's day of the settlement, the day of forfeiture or cancellation
    end_reason text,
    end_document text,
    settled_refund numeric(16,2),
    settled_reference text collate "C",
    forfeited numeric(16,2),
    ended_by uuid,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint deposits_key primary key (district_code, id),
    constraint deposits_contract foreign key (district_code, contract_id) references contracts,
    constraint deposits_firm foreign key (district_code, firm_id) references firms,
    constraint deposits_terms foreign key (district_code, terms_id) references deposit_terms,
    constraint deposits_kind_known check (kind in ('performance', 'dishonesty')),
    constraint deposits_state_known check (state in ('due', 'paid', 'settled', 'forfeited', 'cancelled')),
    constraint deposits_of_its_kind check (case kind
        when 'performance' then num_nulls(contract_id, annual_fee, rate, years) = 0 and num_nonnulls(decision, guarantee_document, guaranteed_on) = 0
            and amount = round(annual_fee * rate, 2)
        else num_nonnulls(contract_id, annual_fee, rate, years) = 0 and decision is not null end),
    constraint deposits_amount_positive check (amount > 0),
    constraint deposits_guarantee check ((guarantee_document is null) = (guaranteed_on is null)),
    constraint deposits_guaranteed check (kind = 'performance' or guarantee_document is not null or state in ('due', 'cancelled')),
    constraint deposits_received check ((received_on is null) = (state in ('due', 'cancelled')) and (received_on is null) = (bank_reference is null)),
    constraint deposits_end check ((ended_on is null) = (state in ('due', 'paid')) and (ended_on is null) = (end_reason is null)),
    constraint deposits_shared_out check (case state
        when 'settled' then settled_refund >= 0 and forfeited >= 0
        when 'forfeited' then settled_refund is null and forfeited >= 0
        else num_nonnulls(settled_refund, forfeited) = 0 end)
);
create unique index deposits_one_of_contract on deposits (district_code, contract_id) where state <> 'cancelled';
create index deposits_newest on deposits (district_code, created_at desc, id desc);
create index deposits_of_firm on deposits (district_code, firm_id, kind);

-- The part of a contract year: the amount in equal parts cut to the cent, the last taking the cents that are left. What the ratio leaves of it is withheld, and
-- stays held until the deposit is settled.
create table deposit_instalments (
    district_code text collate "C" not null,
    deposit_id uuid not null,
    year_no integer not null,
    period_from date not null,
    period_to date not null, -- the last day
    due_on date not null,
    nominal numeric(16,2) not null,
    state text collate "C" not null default 'scheduled',
    scores jsonb, -- [{kind, weight, expected, assessed, score}] that it was judged by
    score numeric(5,2),
    ratio numeric(5,4),
    refunded numeric(16,2), -- goes back, or went back
    withheld numeric(16,2),
    withheld_reason text collate "C",
    assessed_by uuid,
    assessed_on date,
    refunded_by uuid,
    refunded_on date,
    bank_reference text collate "C",
    constraint deposit_instalments_key primary key (district_code, deposit_id, year_no),
    constraint deposit_instalments_deposit foreign key (district_code, deposit_id) references deposits,
    constraint deposit_instalments_year_from_1 check (year_no > 0),
    constraint deposit_instalments_state_known check (state in ('scheduled', 'assessed', 'refunded', 'withheld')),
    constraint deposit_instalments_period check (period_to >= period_from and due_on > period_to),
    constraint deposit_instalments_nominal check (nominal >= 0),
    constraint deposit_instalments_ratio check (ratio between 0 and 1),
    constraint deposit_instalments_shared_out check (case state
        when 'scheduled' then num_nonnulls(refunded, withheld) = 0
        else refunded >= 0 and withheld >= 0 and refunded + withheld = nominal end),
    constraint deposit_instalments_withheld check ((withheld_reason is not null) = coalesce(withheld > 0 or state = 'withheld', false)),
    constraint deposit_instalments_reason_known check (withheld_reason in ('assessment', 'settlement', 'forfeiture')),
    constraint deposit_instalments_refunded check ((refunded_on is not null) = (state = 'refunded') and (refunded_on is null) = (bank_reference is null)),
    constraint deposit_instalments_payer check (refunded_by is distinct from assessed_by or refunded_by is null)
);
create index deposit_instalments_by_due on deposit_instalments (district_code, due_on) where state in ('scheduled', 'assessed');

-- The district gives all of these back: one reference of its bank is one payment.
create unique index deposit_refunds_reference on money_postings (district_code, bank_reference) where cause_kind = 'deposit' and step = 'refund';

create table deposit_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    constraint deposit_transitions_key primary key (thing, from_state, action),
    constraint deposit_transitions_thing_known check (thing in ('deposit', 'instalment'))
);
-- An instalment of which nothing goes back is withheld by its assessment.
insert into deposit_transitions (thing, from_state, action, to_state) values
    ('deposit', 'due', 'receive', 'paid'),
    ('deposit', 'due', 'cancel', 'cancelled'),
    ('deposit', 'paid', 'settle', 'settled'),
    ('deposit', 'paid', 'forfeit', 'forfeited'),
    ('instalment', 'scheduled', 'assess', 'assessed'),
    ('instalment', 'assessed', 'refund', 'refunded');

-- G14–G16: what the plan says. It gives neither due days nor weights nor a table of ratios; whether deposits may be taken is for each district to say, and on what basis.
insert into deposit_terms (district_code, title_zh, title_en, state, source, document) values
    ('*', '物业服务企业缴纳保证金制度（框架）', 'Deposits of property service firms (frame)', 'given',
     '包头市东河区物业管理服务品质提升专项工作三年规划方案（2022—2024）：履约保证金按照年物业项目收费的百分之十收取，专户管理，按物业协议服务年限逐年退还，返还比例与季度、半年和年终考核结果挂钩；未给出返还比例表和各次考核的权重。推定（原文未写明）：各合同年度等额，尾差计入最后一年，未返还部分留存至结清。',
     '{"taken": false, "legal_basis": null,
       "performance": {"rate": "0.10", "due_days": null, "missing": "refuse", "assessments": [], "bands": []},
       "dishonesty": {"due_days": null}}');

-- G18: garages bought back below what a third party appraised them at.
alter table estate_records
    add quantity integer,
    add appraised numeric(16,2),
    add appraiser text,
    drop constraint estate_records_kind_known,
    drop constraint estate_records_whole,
    add constraint estate_records_kind_known check
        (kind in ('grid', 'document', 'public_revenue', 'public_space_use', 'parking_lease', 'parking_fee', 'parking_sale_only', 'garage_buy_back')),
    add constraint estate_records_whole check (case when kind <> 'garage_buy_back' then num_nonnulls(quantity, appraised, appraiser) = 0 else true end and case kind
        when 'grid' then num_nulls(reference, title, keeper_kind) = 0
            and num_nonnulls(category, dated_on, year, amount, lessor, lessee, consented_on) = 0
        when 'document' then num_nulls(category, title, dated_on) = 0 and category in ('acceptance_check', 'technical_management', 'regular_patrol', 'repair_and_upkeep')
            and num_nonnulls(keeper_kind, starts_on, ends_on, year, amount, lessor, lessee, consented_on) = 0
        when 'public_revenue' then num_nulls(year, amount, note) = 0
            and num_nonnulls(category, keeper_kind, starts_on, ends_on, lessor, lessee, consented_on) = 0
        when 'public_space_use' then num_nulls(title, starts_on) = 0
            and num_nonnulls(category, keeper_kind, dated_on, year, lessor, lessee) = 0
        when 'parking_lease' then num_nulls(starts_on, ends_on, lessor, lessee) = 0
            and num_nonnulls(category, keeper_kind, dated_on, year, consented_on) = 0
        when 'parking_fee' then num_nulls(category, amount, dated_on) = 0 and category in ('hour', 'day', 'entry')
            and num_nonnulls(keeper_kind, starts_on, ends_on, year, lessor, lessee, consented_on) = 0
        when 'parking_sale_only' then num_nulls(dated_on, note) = 0
            and num_nonnulls(category, keeper_kind, starts_on, ends_on, year, amount, lessee, consented_on) = 0
        when 'garage_buy_back' then num_nulls(dated_on, quantity, appraised, appraiser, amount, keeper_kind, reference) = 0
            and num_nonnulls(category, starts_on, ends_on, year, lessor, lessee, consented_on) = 0 end),
    add constraint estate_records_quantity_positive check (quantity > 0),
    add constraint estate_records_appraised_positive check (appraised > 0),
    add constraint estate_records_below_appraisal check (appraised is null or amount <= appraised);

alter table deposit_terms enable row level security;
alter table deposits enable row level security;
alter table deposit_instalments enable row level security;
alter table deposit_transitions enable row level security;

reset role;
