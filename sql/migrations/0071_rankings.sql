-- Rankings are frozen, checked by a second person and published; who is to be notified is; what they and refusals demand of firms is proposed, decided and lifted.
set local role wuye_owner;

alter table ranking_snapshots
    add listed integer not null,
    alter frozen_by set not null,
    add constraint ranking_snapshots_published_whole check ((published_by is null) = (published_at is null)),
    add constraint ranking_snapshots_publisher check (published_by <> frozen_by);
create index ranking_snapshots_newest on ranking_snapshots (district_code, frozen_at desc, id desc);
create index ranking_snapshots_published on ranking_snapshots (published_at desc, id desc) where published_at is not null;

-- Firms that had a share, and those that had a contract in the quarter: who reads the row as its own.
alter table ranking_rows add firm_ids uuid[] not null default '{}';

-- E09: the list goes to the leading group's office and to the unit that stands behind an estate (包保); what it says is the frozen list.
create table ranking_notices (
    district_code text collate "C" not null,
    id uuid not null,
    ranking_id uuid not null,
    recipient text collate "C" not null constraint ranking_notices_recipient_known check (recipient in ('leading_group_office', 'sponsor_unit')),
    unit text not null,
    number text not null,
    noticed_on date not null,
    street_code text collate "C",
    created_by uuid not null,
    created_at timestamptz not null,
    constraint ranking_notices_key primary key (district_code, id),
    constraint ranking_notices_of_ranking foreign key (district_code, ranking_id) references ranking_snapshots (district_code, id),
    constraint ranking_notices_number_once unique (district_code, number)
);
create index ranking_notices_by_ranking on ranking_notices (district_code, ranking_id, id);

-- H03, H04, H13, L4: what is proposed against a firm. Two quarters among the first, or a refusal, are found by the rules; a removal is proposed by a person with its criteria.
-- The evidence is what it was when it was proposed. `overtaken`: a corrected ranking, or an issue taken up after all, left it without what it stood on.
create table suspension_proposals (
    district_code text collate "C" not null,
    id uuid not null,
    firm_id uuid not null,
    kind text collate "C" not null constraint suspension_proposals_kind_known check (kind in ('suspension', 'removal')),
    cause text collate "C" not null constraint suspension_proposals_cause_known check (cause in ('consecutive_top', 'refusal', 'criteria')),
    quarter text collate "C" constraint suspension_proposals_quarter_form check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
    criteria text[] collate "C" constraint suspension_proposals_criteria_known check (
        cardinality(criteria) > 0 and criteria <@ array['poor_service', 'fees_without_service', 'owners_discontent', 'refusal']),
    grounds text,
    rules jsonb not null default '{}',
    evidence jsonb not null,
    evidence_hash text collate "C" not null constraint suspension_proposals_hash_form check (evidence_hash ~ '^[0-9a-f]{64}$'),
    state text collate "C" not null default 'proposed' constraint suspension_proposals_state_known check (state in ('proposed', 'confirmed', 'dismissed', 'lifted', 'overtaken')),
    proposed_by uuid not null,
    proposed_role text collate "C" not null,
    proposed_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision_reason text,
    valid_from date,
    valid_to date,
    access_id uuid,
    lifted_by uuid,
    lifted_at timestamptz,
    lift_reason text,
    lifted_from date,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint suspension_proposals_key primary key (district_code, id),
    constraint suspension_proposals_of_firm foreign key (district_code, firm_id) references firms (district_code, id),
    constraint suspension_proposals_found check ((kind = 'suspension') = (quarter is not null) and (kind = 'removal') = (cause = 'criteria')
        and (kind = 'removal') = (criteria is not null and grounds is not null)),
    constraint suspension_proposals_decided_whole check (num_nulls(decided_by, decided_at, decision_reason) in (0, 3)
        and (decided_by is not null) = (state in ('confirmed', 'dismissed', 'lifted'))),
    constraint suspension_proposals_decider check (decided_by <> proposed_by),
    constraint suspension_proposals_holds_from check ((valid_from is not null) = (state in ('confirmed', 'lifted')) and (valid_from is null) = (access_id is null) and valid_to > valid_from),
    constraint suspension_proposals_lifted_whole check (num_nulls(lifted_by, lifted_at, lift_reason, lifted_from) = case state when 'lifted' then 0 else 4 end),
    constraint suspension_proposals_lifter check (lifted_by <> decided_by)
);
create unique index suspension_proposals_once on suspension_proposals (district_code, firm_id, quarter, cause) where kind = 'suspension' and state in ('proposed', 'confirmed', 'lifted');
create unique index suspension_proposals_same on suspension_proposals (district_code, firm_id, quarter, cause, evidence_hash) where kind = 'suspension' and state <> 'overtaken';
create unique index suspension_proposals_one_removal on suspension_proposals (district_code, firm_id) where kind = 'removal' and state = 'proposed';
create index suspension_proposals_newest on suspension_proposals (district_code, proposed_at desc, id desc);
create index suspension_proposals_of_one on suspension_proposals (district_code, firm_id, proposed_at desc, id desc);

create table suspension_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    to_state text collate "C" not null,
    role text collate "C" not null,
    constraint suspension_transitions_key primary key (from_state, action, role)
);
insert into suspension_transitions (from_state, action, to_state, role) values
    ('proposed', 'confirm', 'confirmed', 'district'),
    ('proposed', 'dismiss', 'dismissed', 'district'),
    ('confirmed', 'lift', 'lifted', 'district');

-- Refusals of a quarter, without looking at every issue.
create index issues_refused on issues (district_code, refused_at) where refused_at is not null;

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select n.name, n.domain, n.kind, n.lowest, n.highest, n.units::text[], n.subjects::text[], m.position + n.nth
from (values
    (1, 'ranking_top', 'ranking', 'integer', 1, 100, '{places}', '{*}'),
    (2, 'ranking_ties_all', 'ranking', 'boolean', 0, 1, '{}', '{*}'),
    (3, 'ranking_merged_once', 'ranking', 'boolean', 0, 1, '{}', '{*}'),
    (4, 'ranking_leaves_out_invalid', 'ranking', 'boolean', 0, 1, '{}', '{*}'),
    (5, 'ranking_petition_source', 'ranking', 'boolean', 0, 1, '{}', '{*,hotline12345,petition,street,firm,web,solicitation}'),
    (6, 'ranking_hotline_source', 'ranking', 'boolean', 0, 1, '{}', '{*,hotline12345,petition,street,firm,web,solicitation}'),
    (7, 'ranking_request_type', 'ranking', 'boolean', 0, 1, '{}', '{*,consultation,help,complaint,report,suggestion,praise}'),
    (8, 'ranking_public_least', 'ranking', 'integer', 1, 1000, '{items}', '{*}'),
    (9, 'suspension_quarters', 'suspension', 'integer', 1, 8, '{quarters}', '{*}'),
    (10, 'suspension_same_estate', 'suspension', 'boolean', 0, 1, '{}', '{*}'),
    (11, 'suspension_same_list', 'suspension', 'boolean', 0, 1, '{}', '{*}'),
    (12, 'suspension_every_share', 'suspension', 'boolean', 0, 1, '{}', '{*}'),
    (13, 'suspension_refusals', 'suspension', 'integer', 1, 1000, '{times}', '{*}')
) n (nth, name, domain, kind, lowest, highest, units, subjects)
cross join (select max(position) as position from rule_names) m;
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from)
select '*', n.domain, n.name, r.subject, r.value, n.units[1], r.basis, '2000-01-01'
from (values
    ('ranking_top', '*', 3, '每季度投诉量排名靠前的三个小区（000）'),
    ('ranking_ties_all', '*', 1, '推定：末位并列的一并列入；文件未规定并列如何处理（000）'),
    ('ranking_merged_once', '*', 1, '推定：合并办理的诉求计一件；文件未规定（000）'),
    ('ranking_leaves_out_invalid', '*', 1, '推定：认定无效、超出职责或不予受理的不计入；文件未规定（000）'),
    ('ranking_petition_source', '*', 0, '推定：其他来源不计入信访榜（000）'),
    ('ranking_petition_source', 'petition', 1, '省/市信访投诉量（000）'),
    ('ranking_hotline_source', '*', 0, '推定：其他来源不计入12345榜（000）'),
    ('ranking_hotline_source', 'hotline12345', 1, '12345热线投诉量（000）'),
    ('ranking_request_type', '*', 1, '推定：各类诉求均计入；文件未区分（000）'),
    ('ranking_request_type', 'praise', 0, '推定：表扬不是投诉'),
    ('ranking_public_least', '*', 3, '推定：未上榜小区件数少于三件的不对外公布'),
    ('suspension_quarters', '*', 2, '连续二个季度进入信访、投诉前三名（000）'),
    ('suspension_same_estate', '*', 0, '推定：企业任一小区连续上榜即可；文件未规定须为同一小区（000）'),
    ('suspension_same_list', '*', 0, '推定：信访榜、12345榜任一即可（000：信访、投诉前三名）'),
    ('suspension_every_share', '*', 1, '推定：季度内更换企业的，凡有诉求计入者均算；文件未规定（000）'),
    ('suspension_refusals', '*', 1, '拒不整改（000）：文件未规定次数')
) r (name, subject, value, basis)
join rule_names n on n.name = r.name;

-- What a suspension interrupted holds again when it is lifted, for as long as it was decided to: planned_to is the end that a decision had before another overtook it, lifted_proposal whose
-- lifting made the row, restored which decision holds in it again (null: none, the state that the firm came into the register with).
alter table firm_market_access add planned_to date, add lifted_proposal uuid, add restored uuid,
    add constraint firm_market_access_lifted foreign key (district_code, lifted_proposal) references suspension_proposals,
    add constraint firm_market_access_restored foreign key (district_code, restored) references firm_market_access;

alter table ranking_notices enable row level security;
alter table suspension_proposals enable row level security;
alter table suspension_transitions enable row level security;

reset role;
