-- Personal data: how often one person may look, from which number on it is unusual, how long contact data is kept, what was erased, and what must be kept.
set local role wuye_owner;

-- The common rows ('*') hold until a district sets its own.
create table privacy_rules (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    name text collate "C" not null,
    value integer not null,
    basis text not null,
    effective_from date not null,
    effective_to date,
    created_at timestamptz not null default now(),
    constraint privacy_rules_key primary key (district_code, id),
    constraint privacy_rules_name_known check (name in ('contact_years', 'keeps_caller_hash', 'reveals_per_day', 'unusual_per_day', 'unusual_per_month')),
    constraint privacy_rules_value_fits check (case name
        when 'contact_years' then value between 1 and 30
        when 'keeps_caller_hash' then value in (0, 1)
        else value between 0 and 100000 end),
    constraint privacy_rules_period check (effective_to > effective_from),
    constraint privacy_rules_one exclude using gist (district_code with =, name with =, daterange(effective_from, effective_to) with &&)
);
insert into privacy_rules (district_code, name, value, basis, effective_from) values
    ('*', 'contact_years', 3, '个人信息保护法第19条（保存期限应为实现处理目的所必要的最短时间）、第47条；民法典第188条诉讼时效三年', '2021-11-01'),
    ('*', 'keeps_caller_hash', 1, '个人信息保护法第73条去标识化：清除联系方式后仅保留带密钥的号码摘要，用于识别重复诉求', '2021-11-01'),
    ('*', 'reveals_per_day', 200, '个人信息保护法第51条（合理确定操作权限）；法规未规定次数，由区里设定', '2021-11-01'),
    ('*', 'unusual_per_day', 50, '个人信息保护法第54条（定期合规审计）；法规未规定次数，由区里设定', '2021-11-01'),
    ('*', 'unusual_per_month', 500, '个人信息保护法第54条（定期合规审计）；法规未规定次数，由区里设定', '2021-11-01');

-- Contact data of the complaint is kept whatever the years say, until the hold is lifted: a court, an inspection, a case of leakage.
create table complaint_holds (
    district_code text collate "C" not null,
    id uuid not null,
    complaint_id uuid not null,
    reason text not null,
    placed_by uuid not null,
    placed_by_name text,
    placed_at timestamptz not null,
    lifted_by uuid,
    lifted_by_name text,
    lifted_at timestamptz,
    lift_reason text,
    constraint complaint_holds_key primary key (district_code, id),
    constraint complaint_holds_complaint foreign key (district_code, complaint_id) references complaints,
    constraint complaint_holds_lifted_whole check (num_nulls(lifted_by, lifted_at, lift_reason) in (0, 3))
);
create index complaint_holds_of_complaint on complaint_holds (district_code, complaint_id);
create index complaint_holds_newest on complaint_holds (district_code, placed_at desc, id desc);

-- Append-only: whose contact data was erased, when, and by which rule.
create table contact_erasures (
    district_code text collate "C" not null,
    id uuid not null,
    complaint_id uuid not null,
    erased_at timestamptz not null,
    ended_at timestamptz not null,
    contact_years integer not null,
    keeps_caller_hash boolean not null,
    tickets integer not null,
    constraint contact_erasures_key primary key (district_code, id),
    constraint contact_erasures_complaint foreign key (district_code, complaint_id) references complaints
);
create index contact_erasures_newest on contact_erasures (district_code, erased_at desc, id desc);
create index contact_erasures_of_complaint on contact_erasures (district_code, complaint_id);

-- When it is due follows from the day's rule and from how the complaint stands, so no row foretells it. Whoever is erased leaves this index.
drop index personal.complainants_due;
alter table personal.complainants drop erase_after;
create index complainants_unerased on personal.complainants (district_code, created_at) where erased_at is null;

-- prose: a text in which people write what they like; personal data in it is masked when a file is read.
alter table import_columns
    drop constraint import_columns_kind_known,
    add constraint import_columns_kind_known check (kind in ('text', 'prose', 'code', 'day', 'flag', 'number', 'list')),
    drop constraint import_columns_detail,
    add constraint import_columns_detail check (case
        when use = 'ignored' then detail is null
        when kind in ('text', 'prose') then coalesce(detail ~ '^[1-9][0-9]{0,4}$', false)
        when kind = 'number' then detail is not null
        else detail is null end);

alter table privacy_rules enable row level security;
alter table complaint_holds enable row level security;
alter table contact_erasures enable row level security;
