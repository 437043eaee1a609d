-- The chain of the trail grows with every row of the trail, so it is made of months as the trail is, and a month of both can be put away together.
set local role wuye_owner;

-- Nothing is copied: what is there becomes the default partition as it stands, with its indexes and its foreign key, and the worker moves each month that is over into its own (partitions_keep).
alter table audit_chain rename to audit_chain_default;
alter table audit_chain_default rename constraint audit_chain_key to audit_chain_default_pkey;
drop policy if exists audit_chain_district on audit_chain_default;
revoke all on audit_chain_default from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
create table audit_chain (
    district_code text collate "C" not null,
    month text collate "C" not null,
    at timestamptz not null,
    id uuid not null,
    log text collate "C" not null,
    number bigint not null,
    hash bytea not null,
    constraint audit_chain_key primary key (district_code, month, at, id, log),
    constraint audit_chain_seal foreign key (district_code, month) references audit_seals (district_code, month),
    constraint audit_chain_log_known check (log in ('audit', 'personal_access'))
) partition by range (at);
alter table audit_chain enable row level security;
alter table audit_chain attach partition audit_chain_default default;

-- When a month of the trail was put away: its seal stays, its rows are the operator's.
alter table audit_seals add detached_at timestamptz;
alter table audit_seals add constraint audit_seals_detached_sealed check (detached_at is null or sealed_at is not null);

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select 'audit_keep_months', 'duty', 'integer', 36, 1200, '{months}'::text[], '{*}'::text[], max(position) + 1 from rule_names;
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from)
values ('*', 'duty', 'audit_keep_months', '*', 120, 'months', '推定：比照文书档案定期保管十年；个人信息保护法第五十六条规定处理情况记录至少保存三年，故不得少于36个月', '2000-01-01');

-- The shipped round of awards is everybody's, so it stands at '*'; which one it is, is asked with the district like every other key.
drop index award_rounds_given_one;
create unique index award_rounds_given_one on award_rounds (district_code, code) where state = 'given';

reset role;
-- Months of the trail that are put away lie here until the operator has archived and dropped them. No login of the service may look in.
create schema detached authorization wuye_owner;
revoke all on schema detached from public;
