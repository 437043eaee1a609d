-- What the city platform follows: which transaction wrote a row last, and a log of what changed, in an order in which nothing is passed over.
set local role wuye_owner;

-- The transaction that wrote a row last. Rows become visible in the order of commits, not in that of their times, so what is new for a reader is what was written by transactions
-- that his snapshot did not have (pg_visible_in_snapshot), and no time can say that. The functions are called immutable so that a generated column may
-- call them: PostgreSQL computes such a column whenever the column it is made from is set, which every change of a thing does (`updated_at`, or `version` where there is none),
-- and at no other time. So no statement can forget it, and no trigger is needed.
create function written_in(told_at timestamptz) returns xid8 language plpgsql immutable parallel safe as $$ begin return pg_current_xact_id(); end $$;
create function written_in(told_version integer) returns xid8 language plpgsql immutable parallel safe as $$ begin return pg_current_xact_id(); end $$;
create function written_in(told_id uuid) returns xid8 language plpgsql immutable parallel safe as $$ begin return pg_current_xact_id(); end $$;
grant execute on function written_in(timestamptz), written_in(integer), written_in(uuid)
    to wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_auth, wuye_worker;

-- No table is written anew whose row type a view names; views are made again after every migration.
do $$
declare
    named record;
begin
    for named in
        select distinct format('%I.%I', n.nspname, v.relname) as name
        from pg_class v
        join pg_namespace n on n.oid = v.relnamespace and (n.nspname = 'public' or n.nspname like 'as\_%')
        where v.relkind = 'v' and pg_get_userbyid(v.relowner) = 'wuye_owner'
    loop
        execute format('drop view if exists %s cascade', named.name);
    end loop;
end $$;

-- Of what is not for everybody it is kept besides in which transaction it came, for of what came hidden nobody is told that it is gone. Made from the id, which never changes.
do $$
declare
    hidden constant text[] := array['complaints', 'issues', 'inspections', 'credit_records', 'credit_list_entries', 'credit_snapshots', 'evaluations', 'campaigns', 'supervision_listings',
                                    'suspension_proposals', 'dishonest_entries', 'disclosures'];
    t record;
begin
    for t in
        select * from (values
            ('org_units', 'updated_at'), ('firms', 'updated_at'), ('estates', 'updated_at'), ('contracts', 'updated_at'), ('owners_committees', 'updated_at'),
            ('credit_records', 'updated_at'), ('credit_list_entries', 'updated_at'), ('credit_publications', 'updated_at'), ('honours', 'updated_at'),
            ('complaints', 'updated_at'), ('issues', 'updated_at'), ('inspections', 'updated_at'), ('inspection_plans', 'updated_at'), ('draws', 'updated_at'),
            ('evaluations', 'updated_at'), ('campaigns', 'updated_at'), ('subsidy_runs', 'updated_at'), ('deposits', 'updated_at'),
            ('funds', 'updated_at'), ('supervision_listings', 'updated_at'), ('suspension_proposals', 'updated_at'), ('ranking_snapshots', 'updated_at'),
            ('dishonest_entries', 'version'), ('dismissal_orders', 'updated_at'), ('removal_cases', 'version'), ('disclosures', 'updated_at'), ('target_snapshots', 'id'),
            ('credit_snapshots', 'publication_id'), ('contract_estates', 'known_from')
        ) v (name, made_from)
    loop
        execute format('alter table %I add column written_in xid8 not null generated always as (written_in(%I)) stored%s', t.name, t.made_from,
            case when t.name = any (hidden) then ', add column came_in xid8 not null generated always as (written_in(id)) stored' else '' end);
        execute format('create index %I on %I (district_code, written_in)', t.name || '_written', t.name);
    end loop;
end $$;

-- What there is to follow and to pull, by the name it has in paths and files. A register is pulled whole; of cases those that are open at the end of a month, and those that something
-- happened to in it. `opened` and `ended` name columns of the view exchange.<dataset> that say from when and until when a case was open.
create table exchange_datasets (
    dataset text collate "C" not null constraint exchange_datasets_key primary key,
    source text collate "C" not null constraint exchange_datasets_source_unique unique,
    kind text collate "C" not null constraint exchange_datasets_kind_known check (kind in ('register', 'cases')),
    opened text collate "C",
    ended text collate "C",
    position integer not null constraint exchange_datasets_position_unique unique,
    schema_name text collate "C" not null,
    zh text not null,
    en text not null,
    constraint exchange_datasets_cases_open check ((kind = 'cases') = (opened is not null))
);
insert into exchange_datasets (dataset, source, kind, opened, ended, position, schema_name, zh, en) values
    ('org_units', 'org_units', 'register', null, null, 1, 'ExchangeOrgUnit', '物业管理机构', 'Bodies of property management'),
    ('firms', 'firms', 'register', null, null, 2, 'ExchangeFirm', '物业服务企业', 'Firms'),
    ('estates', 'estates', 'register', null, null, 3, 'ExchangeEstate', '住宅小区', 'Estates'),
    ('owners_committees', 'owners_committees', 'register', null, null, 4, 'ExchangeOwnersCommittee', '业主组织', 'Owners committees'),
    ('contracts', 'contracts', 'register', null, null, 5, 'ExchangeContract', '物业服务合同', 'Contracts'),
    ('complaints', 'complaints', 'cases', 'received_at', 'closed_at', 10, 'ExchangeComplaint', '诉求', 'Complaints'),
    ('campaigns', 'campaigns', 'register', null, null, 20, 'ExchangeCampaign', '专项行动', 'Campaigns'),
    ('inspection_plans', 'inspection_plans', 'register', null, null, 21, 'ExchangeInspectionPlan', '检查计划', 'Inspection plans'),
    ('draws', 'draws', 'register', null, null, 22, 'ExchangeDraw', '随机抽取', 'Draws'),
    ('inspections', 'inspections', 'register', null, null, 23, 'ExchangeInspection', '检查', 'Inspections'),
    ('issues', 'issues', 'cases', 'created_at', 'closed_at', 24, 'ExchangeIssue', '问题台账', 'Issues'),
    ('credit_records', 'credit_records', 'register', null, null, 30, 'ExchangeCreditRecord', '信用信息', 'Credit records'),
    ('credit_publications', 'credit_publications', 'register', null, null, 31, 'ExchangeCreditPublication', '信用公布', 'Credit publications'),
    ('credit_snapshots', 'credit_snapshots', 'register', null, null, 32, 'ExchangeCreditSnapshot', '信用评分与等级', 'Scores and grades'),
    ('credit_list_entries', 'credit_list_entries', 'register', null, null, 33, 'ExchangeCreditListEntry', '红黑名单', 'Red and black lists'),
    ('honours', 'honours', 'register', null, null, 34, 'ExchangeHonour', '荣誉', 'Honours'),
    ('evaluations', 'evaluations', 'register', null, null, 35, 'ExchangeEvaluation', '评价', 'Evaluations'),
    ('subsidy_runs', 'subsidy_runs', 'register', null, null, 40, 'ExchangeSubsidyRun', '补贴核算', 'Runs of subsidies'),
    ('deposits', 'deposits', 'register', null, null, 41, 'ExchangeDeposit', '保证金', 'Deposits'),
    ('funds', 'funds', 'register', null, null, 42, 'ExchangeFund', '奖补资金', 'Funds'),
    ('ranking_snapshots', 'ranking_snapshots', 'register', null, null, 50, 'ExchangeRanking', '诉求排名', 'Rankings'),
    ('supervision_listings', 'supervision_listings', 'register', null, null, 51, 'ExchangeSupervisionListing', '挂牌督办', 'Listings under supervision'),
    ('suspension_proposals', 'suspension_proposals', 'register', null, null, 52, 'ExchangeSuspensionProposal', '暂停与清退', 'Suspensions and removals'),
    ('dishonest_entries', 'dishonest_entries', 'register', null, null, 53, 'ExchangeDishonestEntry', '失信企业', 'Dishonest firms'),
    ('dismissal_orders', 'dismissal_orders', 'register', null, null, 54, 'ExchangeDismissalOrder', '解聘决定', 'Orders to dismiss'),
    ('removal_cases', 'removal_cases', 'register', null, null, 55, 'ExchangeRemovalCase', '更换企业', 'Removals by owners'),
    ('disclosures', 'disclosures', 'register', null, null, 60, 'ExchangeDisclosure', '信息公开', 'Disclosures'),
    ('target_snapshots', 'target_snapshots', 'register', null, null, 61, 'ExchangeTargetSnapshot', '目标完成情况', 'Targets');

-- Appended by one at a time for a district (exchange_feeds is locked), so that whoever has read up to an entry has every entry before it. An entry says that something is there (put), new or
-- changed, or no longer (gone); what it says now is read when the entry is. `seq` has no gaps.
create table changes (
    district_code text collate "C" not null,
    at timestamptz not null,
    seq bigint not null,
    dataset text collate "C" not null,
    thing_id uuid not null,
    kind text collate "C" not null,
    constraint changes_key primary key (district_code, at, seq),
    constraint changes_kind_known check (kind in ('put', 'gone'))
) partition by range (at);
create table changes_default partition of changes default;
create index changes_next on changes (district_code, seq);
create index changes_of_thing on changes (district_code, dataset, thing_id, seq);

-- How far a district's log is: every transaction that this snapshot sees is told, and every day before `day` is over for what a day changes. Who stands at `first` or behind it has missed
-- nothing of what is kept. Snapshots are those of one database: after a restore into another (`cluster` differs) all is told anew. Where the database was brought back to an earlier time, or a
-- standby took over (`timeline` differs), entries may be lost that somebody has read; numbers go on far above them then, and `starts` are the places from which they went on.
create table exchange_feeds (
    district_code text collate "C" not null constraint exchange_feeds_key primary key,
    seen pg_snapshot not null,
    cluster text collate "C" not null,
    timeline text collate "C" not null,
    starts bigint[] not null default '{}',
    seq bigint not null,
    first bigint not null,
    at timestamptz not null,
    day date not null,
    began_at timestamptz not null,
    constraint exchange_feeds_kept check (first between 1 and seq)
);

-- What is there but is not for others, and of which nobody was ever told, or that it is gone: no second word of it.
create table exchange_untold (
    district_code text collate "C" not null,
    dataset text collate "C" not null,
    thing_id uuid not null,
    constraint exchange_untold_key primary key (district_code, dataset, thing_id)
);

alter table exchange_datasets enable row level security;
alter table changes enable row level security;
alter table changes_default enable row level security;
alter table exchange_feeds enable row level security;
alter table exchange_untold enable row level security;

reset role;
create schema exchange authorization wuye_owner;
grant usage on schema exchange to wuye_district, wuye_platform;
