-- How an issue lives: which moves there are, of whom; lists that a defect may be of; windows and evidence by severity.
set local role wuye_owner;

-- otherwise: the state that it comes to while nobody was named for it. only_simple: what is put right while it is being looked at needs nobody to be named (F06).
-- level: what stands in the district's ledger is accepted, put off and closed by the district (F38).
create table issue_transitions (
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    level text collate "C" not null,
    to_state text collate "C" not null,
    otherwise text collate "C",
    only_simple boolean not null,
    apart_from_rectifier boolean not null, -- whoever did it decides on it no more
    constraint issue_transitions_key primary key (from_state, action, role, level),
    constraint issue_transitions_role_known check (role in ('district', 'street', 'community', 'company')),
    constraint issue_transitions_level_known check (level in ('street', 'district'))
);
-- roles: all who may of what a street's ledger holds; above: of the district's.
insert into issue_transitions (from_state, action, role, level, to_state, otherwise, only_simple, apart_from_rectifier)
select m.from_state, m.action, r.role, l.level, m.to_state, m.otherwise, m.only_simple, m.action in ('accept', 'reject', 'close')
from (values
    ('found', 'assign', 'assigned', 'found', false, 'district,street', 'district'),
    ('found', 'rectify', 'rectified', null, true, 'district,street,community', 'district,street,community'),
    ('found', 'defer', 'deferred', null, false, 'district,street', 'district'),
    ('found', 'correct', 'found', null, false, 'district,street', 'district'),
    ('found', 'withdraw', 'withdrawn', null, false, 'district,street', 'district'),
    ('assigned', 'assign', 'assigned', null, false, 'district,street', 'district'),
    ('assigned', 'start', 'rectifying', null, false, 'district,street,community,company', 'district,street,community,company'),
    ('assigned', 'rectify', 'rectified', null, true, 'district,street,community,company', 'district,street,community,company'),
    ('assigned', 'defer', 'deferred', null, false, 'district,street', 'district'),
    ('assigned', 'refuse', 'refused', null, false, 'district', 'district'),
    ('assigned', 'withdraw', 'withdrawn', null, false, 'district,street', 'district'),
    ('rectifying', 'progress', 'rectifying', null, false, 'district,street,community,company', 'district,street,community,company'),
    ('rectifying', 'rectify', 'rectified', null, false, 'district,street,community,company', 'district,street,community,company'),
    ('rectifying', 'defer', 'deferred', null, false, 'district,street', 'district'),
    ('rectifying', 'refuse', 'refused', null, false, 'district', 'district'),
    ('rectified', 'accept', 'accepted', null, false, 'district,street', 'district'),
    ('rectified', 'reject', 'rejected', null, false, 'district,street', 'district'),
    ('rejected', 'start', 'rectifying', null, false, 'district,street,community,company', 'district,street,community,company'),
    ('rejected', 'defer', 'deferred', null, false, 'district,street', 'district'),
    ('rejected', 'refuse', 'refused', null, false, 'district', 'district'),
    ('accepted', 'close', 'closed', null, false, 'district,street', 'district'),
    ('deferred', 'resume', 'assigned', 'found', false, 'district,street', 'district'),
    ('refused', 'yield', 'rectifying', null, false, 'district', 'district')
) m (from_state, action, to_state, otherwise, only_simple, roles, above)
cross join lateral (values ('street', m.roles), ('district', m.above)) l (level, roles)
cross join lateral unnest(string_to_array(l.roles, ',')) r (role);

-- Lists of codes that a defect may be of. kind: whose fault it is by the catalogue of plan 003. least: no less severe than this.
create table issue_defect_lists (
    list_code text collate "C" not null,
    kind text collate "C",
    least text collate "C" not null default 'ordinary',
    source text not null,
    constraint issue_defect_lists_key primary key (list_code),
    constraint issue_defect_lists_kind_known check (kind in ('firm', 'owners_committee', 'developer', 'department')),
    constraint issue_defect_lists_least_known check (least in ('ordinary', 'serious', 'safety'))
);
insert into issue_defect_lists (list_code, kind, least, source) values
    ('violation_firm', 'firm', 'ordinary', '003'),
    ('violation_owners_committee', 'owners_committee', 'ordinary', '003'),
    ('violation_developer', 'developer', 'ordinary', '003'),
    ('violation_department', 'department', 'ordinary', '003'),
    ('facility_deficiency', null, 'ordinary', '000'),
    ('safety_hazard', null, 'safety', '000'),
    ('violation_parking', null, 'ordinary', '002'),
    ('violation_estate', null, 'ordinary', '000'),
    ('violation_abuse', null, 'ordinary', '000'),
    ('violation_enforcement', null, 'ordinary', '004');

-- Numbers and rules that a government sets of issues.
alter table rule_names drop constraint rule_names_domain_known;
alter table rule_names add constraint rule_names_domain_known check (domain in ('complaint', 'privacy', 'duty', 'estate', 'attachment', 'contract', 'issue'));
insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select n.name, 'issue', n.kind, n.lowest, n.highest, n.units::text[], '{*,ordinary,serious,safety}', (select max(position) from rule_names) + n.number
from (values
    ('issue_window', 'integer', 1, 3660, '{days,working_days}', 1),
    ('issue_evidence_before', 'boolean', 0, 1, '{}', 2),
    ('issue_evidence_after', 'boolean', 0, 1, '{}', 3)
) n (name, kind, lowest, highest, units, number);
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from)
select '*', 'issue', r.name, r.subject, r.value, r.unit, r.basis, '2020-01-01'
from (values
    ('issue_window', 'serious', 15, 'days', '示范值：文件只要求明确整改时限（000），未规定天数'),
    ('issue_window', 'safety', 7, 'days', '示范值：文件只要求明确整改时限（000），未规定天数'),
    ('issue_evidence_before', '*', 0, null, '推定（原文未写明）：一般、严重问题不要求整改前照片'),
    ('issue_evidence_before', 'safety', 1, null, '推定（原文未写明）：安全隐患须有整改前照片'),
    ('issue_evidence_after', '*', 0, null, '推定（原文未写明）：一般问题不要求整改后照片'),
    ('issue_evidence_after', 'serious', 1, null, '推定（原文未写明）：严重问题须有整改后照片'),
    ('issue_evidence_after', 'safety', 1, null, '推定（原文未写明）：安全隐患须有整改后照片')
) r (name, subject, value, unit, basis);

alter table issue_transitions enable row level security;
alter table issue_defect_lists enable row level security;

reset role;
