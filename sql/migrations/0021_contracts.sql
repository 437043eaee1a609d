-- Contracts, their whole life. What people decide is stored (draft, entry_review, filed, terminated, handover, refused, closed); what only time brings
-- about (active, expiring, expired) is said by contract_state() on the day that is asked for, so that no nightly job has to be right.
set local role wuye_owner;

alter table contracts
    add award_trigger text,
    add award_reference text,
    add service_unit_id uuid,
    add predecessor_id uuid,
    add signed_on date,
    add entry_reviewed_on date,
    add termination_reason text,
    add termination_document text,
    add created_by uuid,
    drop constraint contracts_state_known,
    add constraint contracts_state_known check
        (state in ('draft', 'entry_review', 'filed', 'active', 'expiring', 'expired', 'terminated', 'handover', 'refused', 'closed')),
    add constraint contracts_award_trigger_known check (award_trigger in ('new_project', 'after_preliminary', 'renewal', 'replacement', 'fallback')),
    add constraint contracts_termination_reason_known check
        (termination_reason in ('court_document', 'assembly_decision', 'agreement', 'removal', 'withdrawal', 'other')),
    add constraint contracts_predecessor foreign key (district_code, predecessor_id) references contracts (district_code, id),
    add constraint contracts_predecessor_is_another check (predecessor_id <> id);
alter table contracts_past
    add award_trigger text,
    add award_reference text,
    add service_unit_id uuid,
    add predecessor_id uuid,
    add signed_on date,
    add entry_reviewed_on date,
    add termination_reason text,
    add termination_document text,
    add created_by uuid;
create index contracts_by_end on contracts (district_code, end_date) where in_force;
create index contracts_of_predecessor on contracts (district_code, predecessor_id) where predecessor_id is not null;

-- Small estates that are tendered and served together (打捆).
create table service_units (
    district_code text collate "C" not null constraint service_units_district references districts,
    id uuid not null,
    name text not null,
    created_by uuid not null,
    created_at timestamptz not null,
    constraint service_units_key primary key (district_code, id),
    constraint service_units_name_unique unique (district_code, name),
    constraint service_units_name_given check (name <> '')
);
create table service_unit_estates (
    district_code text collate "C" not null,
    service_unit_id uuid not null,
    estate_id uuid not null,
    constraint service_unit_estates_key primary key (district_code, service_unit_id, estate_id),
    -- An estate is bundled once.
    constraint service_unit_estates_one unique (district_code, estate_id),
    constraint service_unit_estates_unit foreign key (district_code, service_unit_id) references service_units,
    constraint service_unit_estates_estate foreign key (district_code, estate_id) references estates
);
alter table contracts add constraint contracts_service_unit foreign key (district_code, service_unit_id) references service_units;

-- What the rules say in numbers. district_code '*' is every district's; a row of the district's own wins over it.
create table contract_rules (
    district_code text collate "C" not null default '*',
    effective_from date not null,
    effective_to date,
    fee_free_months integer not null constraint contract_rules_fee_free check (fee_free_months >= 0),
    expiring_days integer not null constraint contract_rules_expiring check (expiring_days >= 0),
    filing_days integer not null constraint contract_rules_filing check (filing_days >= 0),
    handover_days integer not null constraint contract_rules_handover check (handover_days >= 0),
    constraint contract_rules_key primary key (district_code, effective_from),
    constraint contract_rules_period check (effective_to > effective_from),
    constraint contract_rules_one exclude using gist (district_code with =, daterange(effective_from, effective_to) with &&)
);
insert into contract_rules (effective_from, fee_free_months, expiring_days, filing_days, handover_days) values ('2020-01-01', 2, 90, 30, 30);

-- How a firm may be chosen, by why one is. A district that has rows of its own for a trigger goes by those alone.
create table award_rules (
    district_code text collate "C" not null default '*',
    trigger text collate "C" not null,
    method text collate "C" not null,
    effective_from date not null,
    effective_to date,
    constraint award_rules_key primary key (district_code, trigger, method, effective_from),
    constraint award_rules_period check (effective_to > effective_from),
    constraint award_rules_one exclude using gist (district_code with =, trigger with =, method with =, daterange(effective_from, effective_to) with &&)
);
insert into award_rules (trigger, method, effective_from)
select r.trigger, m.method, '2020-01-01'
from (values
    ('new_project', '{open_tender,invited_tender,bundled_tender}'),
    ('after_preliminary', '{open_tender,invited_tender,bundled_tender}'),
    ('renewal', '{open_tender,invited_tender,bundled_tender,agreement}'),
    ('replacement', '{open_tender,invited_tender,bundled_tender,agreement}'),
    ('fallback', '{agreement,assignment}')) r (trigger, methods)
cross join unnest(r.methods::text[]) m (method);

-- Which moves there are. to_state null: the state stays. Whoever did one of `unlike` last may not do this.
create table contract_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C",
    role text collate "C" not null,
    unlike text[] not null default '{}',
    constraint contract_transitions_key primary key (from_state, action, role)
);
insert into contract_transitions (from_state, action, to_state, role, unlike)
select f.state, t.action, t.to_state, r.role, t.unlike::text[]
from (values
    ('change', '{draft}', null, '{district,street,company}', '{}'),
    ('submit', '{draft}', 'entry_review', '{district,street,company}', '{}'),
    ('approve_entry', '{entry_review}', null, '{street,district}', '{submit}'),
    ('return_entry', '{entry_review}', 'draft', '{street,district}', '{}'),
    ('file', '{entry_review}', 'filed', '{district}', '{submit,approve_entry}'),
    ('terminate', '{filed,active,expiring}', 'terminated', '{district}', '{}'),
    ('open_handover', '{terminated,expired}', 'handover', '{district,street}', '{}'),
    ('deliver', '{handover,refused}', 'handover', '{district,street}', '{}'),
    ('refuse', '{handover}', 'refused', '{district,street}', '{}'),
    ('close', '{handover,expired}', 'closed', '{district}', '{}'),
    ('review', '{filed,active,expiring,expired}', null, '{district}', '{}'),
    ('rectify', '{filed,active,expiring,expired}', null, '{district,street}', '{}')) t (action, from_states, to_state, roles, unlike)
cross join unnest(t.from_states::text[]) f (state)
cross join unnest(t.roles::text[]) r (role);

create table contract_events (
    district_code text collate "C" not null,
    contract_id uuid not null,
    id uuid not null default gen_random_uuid(),
    at timestamptz not null,
    actor_id uuid not null,
    actor_role text not null,
    action text not null,
    from_state text,
    to_state text not null,
    note text,
    constraint contract_events_key primary key (district_code, contract_id, id),
    constraint contract_events_contract foreign key (district_code, contract_id) references contracts
);
create index contract_events_in_order on contract_events (district_code, contract_id, at, id);

-- The last number given in a year.
create table contract_counters (
    district_code text collate "C" not null constraint contract_counters_district references districts,
    year integer not null,
    last integer not null,
    constraint contract_counters_key primary key (district_code, year)
);

-- What a firm that leaves hands over, and by when.
create table contract_handovers (
    district_code text collate "C" not null,
    contract_id uuid not null,
    due date not null,
    receiver text,
    rooms_on date,
    facilities_on date,
    documents_on date,
    fee_statement_on date,
    refused_on date,
    refusal text,
    constraint contract_handovers_key primary key (district_code, contract_id),
    constraint contract_handovers_contract foreign key (district_code, contract_id) references contracts,
    constraint contract_handovers_refusal check ((refused_on is null) = (refusal is null))
);
create index contract_handovers_by_due on contract_handovers (district_code, due);

-- Looks at a contract: the district's own, or the experts' joint one; faults lead to a notice to correct.
create table contract_reviews (
    district_code text collate "C" not null,
    id uuid not null,
    contract_id uuid not null,
    kind text not null,
    result text not null,
    faults text[] not null default '{}',
    opinion text,
    experts text[] not null default '{}',
    reviewed_on date not null,
    reviewed_by uuid not null,
    notice_no text,
    notice_due date,
    notice_done_on date,
    notice_done_note text,
    created_at timestamptz not null,
    constraint contract_reviews_key primary key (district_code, id),
    constraint contract_reviews_contract foreign key (district_code, contract_id) references contracts,
    constraint contract_reviews_kind_known check (kind in ('district', 'expert_joint')),
    constraint contract_reviews_result_known check (result in ('ok', 'expired', 'irregular')),
    constraint contract_reviews_faults_named check ((result = 'irregular') <= (cardinality(faults) > 0)),
    constraint contract_reviews_experts_named check ((kind = 'expert_joint') = (cardinality(experts) > 0)),
    constraint contract_reviews_notice_whole check ((notice_no is null) = (notice_due is null)),
    constraint contract_reviews_notice_for_faults check (notice_no is null or result <> 'ok'),
    constraint contract_reviews_notice_unique unique (district_code, notice_no)
);
create index contract_reviews_of_contract on contract_reviews (district_code, contract_id, reviewed_on, id);

-- What the firm may charge, as published. A firm charges nothing that is not here.
create table contract_charges (
    district_code text collate "C" not null,
    id uuid not null,
    contract_id uuid not null,
    kind text not null,
    item text not null,
    unit text not null,
    price numeric(12,4) not null,
    basis text,
    valid_from date not null,
    valid_to date,
    published_by uuid not null,
    published_at timestamptz not null,
    constraint contract_charges_key primary key (district_code, id),
    constraint contract_charges_contract foreign key (district_code, contract_id) references contracts,
    constraint contract_charges_kind_known check (kind in ('property_fee', 'parking', 'decoration', 'agency', 'other')),
    constraint contract_charges_price_positive check (price >= 0),
    constraint contract_charges_period check (valid_to > valid_from),
    constraint contract_charges_one exclude using gist
        (district_code with =, contract_id with =, item with =, daterange(valid_from, valid_to) with &&)
);

-- What a firm is said to have done against its contract: street or district say it, another of the district decides.
create table contract_violations (
    district_code text collate "C" not null,
    id uuid not null,
    contract_id uuid not null,
    firm_id uuid not null,
    kind text not null,
    severe boolean not null,
    occurred_on date not null,
    statement text not null,
    state text not null default 'proposed',
    proposed_by uuid not null,
    proposed_role text not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    version integer not null default 1,
    constraint contract_violations_key primary key (district_code, id),
    constraint contract_violations_contract foreign key (district_code, contract_id) references contracts,
    constraint contract_violations_firm foreign key (district_code, firm_id) references firms,
    constraint contract_violations_kind_known check (kind in ('refusal_to_exit', 'handover_overdue', 'abandonment', 'raised_fees', 'unfiled')),
    constraint contract_violations_state_known check (state in ('proposed', 'confirmed', 'dismissed')),
    constraint contract_violations_two_people check (decided_by <> proposed_by),
    constraint contract_violations_decided check ((state = 'proposed') = (decided_by is null))
);
create index contract_violations_of_firm on contract_violations (district_code, firm_id, occurred_on);
create index contract_violations_of_contract on contract_violations (district_code, contract_id);

alter table service_units enable row level security;
alter table service_unit_estates enable row level security;
alter table contract_rules enable row level security;
alter table award_rules enable row level security;
alter table contract_transitions enable row level security;
alter table contract_events enable row level security;
alter table contract_counters enable row level security;
alter table contract_handovers enable row level security;
alter table contract_reviews enable row level security;
alter table contract_charges enable row level security;
alter table contract_violations enable row level security;
