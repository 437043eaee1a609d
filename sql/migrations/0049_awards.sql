-- Rounds of awards: quotas, nominations, publicity and objection; honours and how they are taken back.
set local role wuye_owner;

-- What a round is about stands in its document: quotas and the categories that share them. Rows of '*' are given for districts to start from.
create table award_rounds (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    code text collate "C", -- of a given one
    year integer,
    title_zh text not null,
    title_en text not null,
    basis text not null,
    nominations_from date,
    nominations_until date, -- the last day
    deadline date, -- the last day to grant on
    publicity_days integer,
    publicity_kind text collate "C",
    objection_days integer,
    document jsonb not null,
    state text collate "C" not null default 'draft',
    written_by uuid[] not null default '{}',
    opened_by uuid,
    opened_at timestamptz,
    selection_by uuid,
    selection_at timestamptz,
    publicity_from date,
    publicity_until date, -- the last day
    objections_until date, -- the last day
    granted_by uuid,
    granted_on date,
    cancelled_by uuid,
    cancelled_reason text,
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint award_rounds_key primary key (district_code, id),
    constraint award_rounds_given_to_all check ((state = 'given') = (district_code = '*')),
    constraint award_rounds_given_code check ((state = 'given') = (code is not null)),
    constraint award_rounds_state_known check (state in ('given', 'draft', 'open', 'publicity', 'granted', 'cancelled')),
    constraint award_rounds_whole check (state = 'given' or num_nulls(year, nominations_from, nominations_until, deadline, publicity_days, publicity_kind, objection_days) = 0),
    constraint award_rounds_window check (nominations_until >= nominations_from),
    constraint award_rounds_deadline check (deadline > nominations_until),
    constraint award_rounds_days check (publicity_days between 1 and 365 and objection_days between 1 and 365),
    constraint award_rounds_publicity_kind_known check (publicity_kind in ('working', 'calendar')),
    constraint award_rounds_opener check (opened_by is null or opened_by <> all (written_by)),
    constraint award_rounds_granter check (granted_by is distinct from selection_by or granted_by is null),
    constraint award_rounds_published check ((state in ('publicity', 'granted')) <= (num_nulls(publicity_from, publicity_until, objections_until) = 0)),
    constraint award_rounds_granted check ((state = 'granted') = (granted_on is not null)),
    constraint award_rounds_cancelled check ((state = 'cancelled') = (cancelled_reason is not null))
);
create unique index award_rounds_given_one on award_rounds (code) where state = 'given';
create index award_rounds_newest on award_rounds (district_code, created_at desc, id desc);

-- Laid out of the document when the round is opened. The quota's row is what orders two who select at once. Places are those of a year, so an award has one round a year.
create table award_quotas (
    district_code text collate "C" not null,
    round_id uuid not null,
    code text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    quota integer not null,
    constraint award_quotas_key primary key (district_code, round_id, code),
    constraint award_quotas_round foreign key (district_code, round_id) references award_rounds,
    constraint award_quotas_positive check (quota > 0)
);

create table award_categories (
    district_code text collate "C" not null,
    round_id uuid not null,
    code text collate "C" not null,
    quota text collate "C" not null,
    title_zh text not null,
    title_en text not null,
    subject_kind text collate "C" not null,
    level text collate "C" not null,
    class smallint,
    awarded_in integer, -- the year, unless the round was cancelled
    constraint award_categories_key primary key (district_code, round_id, code),
    constraint award_categories_quota foreign key (district_code, round_id, quota) references award_quotas,
    constraint award_categories_year_once unique (district_code, awarded_in, level, title_zh),
    constraint award_categories_subject_known check (subject_kind in ('firm', 'estate', 'staff', 'committee', 'committee_member', 'org_unit', 'community')),
    constraint award_categories_level_known check (level in ('provincial', 'city', 'district')),
    constraint award_categories_class_known check (class between 1 and 4)
);

-- name: as it was when nominated; a person's stays in the register of people, where row security says who reads it. firm_id: whose it was on the day.
create table award_nominations (
    district_code text collate "C" not null,
    id uuid not null,
    round_id uuid not null,
    category text collate "C" not null,
    quota text collate "C" not null,
    subject_kind text collate "C" not null,
    subject_id text collate "C" not null,
    name text,
    firm_id uuid,
    street_code text collate "C", -- where the subject is; of a firm or its people, who nominated
    community_code text collate "C",
    grounds text not null,
    facts text,
    state text collate "C" not null default 'nominated',
    exclusion jsonb, -- the reasons as they were found
    excluded_at_step text collate "C",
    nominated_role text collate "C" not null,
    nominated_by uuid,
    nominated_at timestamptz not null,
    nominator_firm uuid,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    withdrawn_reason text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint award_nominations_key primary key (district_code, id),
    constraint award_nominations_category foreign key (district_code, round_id, category) references award_categories,
    constraint award_nominations_quota foreign key (district_code, round_id, quota) references award_quotas,
    constraint award_nominations_state_known check (state in ('nominated', 'selected', 'not_selected', 'publicity', 'objected', 'struck', 'granted', 'withdrawn', 'excluded')),
    constraint award_nominations_person_unnamed check ((subject_kind in ('staff', 'committee_member')) = (name is null)),
    constraint award_nominations_excluded check ((state = 'excluded') = (exclusion is not null) and (exclusion is null) = (excluded_at_step is null)),
    constraint award_nominations_step_known check (excluded_at_step in ('nomination', 'selection', 'grant')),
    constraint award_nominations_withdrawn check ((state = 'withdrawn') = (withdrawn_reason is not null)),
    constraint award_nominations_selector check (state <> 'selected' or decided_by is distinct from nominated_by)
);
-- One stands; who withdrew, or was excluded, may be nominated anew.
create unique index award_nominations_once on award_nominations (district_code, round_id, category, subject_id) where state not in ('withdrawn', 'excluded');
create index award_nominations_newest on award_nominations (district_code, nominated_at desc, id desc);
create index award_nominations_of_quota on award_nominations (district_code, round_id, quota, state);
create index award_nominations_of_firm on award_nominations (district_code, firm_id, round_id) where firm_id is not null;

-- What was said against a nomination in publicity. lapsed: another one was upheld, the nomination was withdrawn, or the round was cancelled.
create table award_objections (
    district_code text collate "C" not null,
    id uuid not null,
    nomination_id uuid not null,
    grounds text not null,
    state text collate "C" not null default 'raised',
    raised_role text collate "C" not null,
    raised_by uuid not null,
    raised_firm uuid,
    raised_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    decision text,
    constraint award_objections_key primary key (district_code, id),
    constraint award_objections_nomination foreign key (district_code, nomination_id) references award_nominations,
    constraint award_objections_state_known check (state in ('raised', 'upheld', 'dismissed', 'lapsed')),
    constraint award_objections_decider check (decided_by is distinct from raised_by),
    constraint award_objections_decided check ((state in ('upheld', 'dismissed')) = (decision is not null))
);
create unique index award_objections_once on award_objections (district_code, nomination_id, raised_by) where state = 'raised';
create index award_objections_of_nomination on award_objections (district_code, nomination_id, raised_at);

-- Granted by a round, or by another authority and entered by the district (nomination_id null). class: the place in the list award_in_lieu.
create table honours (
    district_code text collate "C" not null,
    id uuid not null default gen_random_uuid(),
    subject_kind text collate "C" not null,
    subject_id text collate "C" not null,
    name text,
    firm_id uuid,
    street_code text collate "C",
    community_code text collate "C",
    title_zh text not null,
    title_en text,
    level text collate "C" not null,
    class smallint,
    granted_on date not null,
    granted_by uuid,
    grantor text,
    document_no text,
    round_id uuid,
    nomination_id uuid,
    state text collate "C" not null default 'granted',
    revoked_on date,
    revoked_by uuid,
    revoked_reason text,
    revoked_document_no text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint honours_key primary key (district_code, id),
    constraint honours_round foreign key (district_code, round_id) references award_rounds,
    constraint honours_nomination foreign key (district_code, nomination_id) references award_nominations,
    constraint honours_of_nomination unique (district_code, nomination_id),
    constraint honours_subject_known check (subject_kind in ('firm', 'estate', 'staff', 'committee', 'committee_member', 'org_unit', 'community')),
    constraint honours_level_known check (level in ('provincial', 'city', 'district')),
    constraint honours_class_known check (class between 1 and 4),
    constraint honours_state_known check (state in ('granted', 'revoked')),
    constraint honours_person_unnamed check ((subject_kind in ('staff', 'committee_member')) = (name is null)),
    constraint honours_referred check (nomination_id is not null or num_nulls(grantor, document_no) = 0),
    constraint honours_revoked check ((state = 'revoked') = (revoked_reason is not null) and (revoked_on is null) = (revoked_reason is null)),
    constraint honours_revoked_after check (revoked_on >= granted_on),
    constraint honours_revoker check (revoked_by is distinct from granted_by or revoked_by is null)
);
create unique index honours_once on honours (district_code, subject_kind, subject_id, level, title_zh, granted_on) where state = 'granted' and nomination_id is null;
create index honours_newest on honours (district_code, granted_on desc, id desc);
create index honours_of_subject on honours (district_code, subject_kind, subject_id);
create index honours_of_firm on honours (district_code, firm_id) where firm_id is not null and state = 'granted';

-- Which moves there are and whose they are. 'round': what follows of itself when the round moves, or when what is known of the subject bars it. A round is in selection when the last day
-- of nominations is over.
create table award_transitions (
    thing text collate "C" not null,
    from_state text collate "C" not null,
    action text collate "C" not null,
    role text collate "C" not null,
    to_state text collate "C" not null,
    constraint award_transitions_key primary key (thing, from_state, action, role),
    constraint award_transitions_thing_known check (thing in ('round', 'nomination', 'honour')),
    constraint award_transitions_role_known check (role in ('district', 'street', 'community', 'company', 'round'))
);
insert into award_transitions (thing, from_state, action, role, to_state) values
    ('round', 'draft', 'open', 'district', 'open'),
    ('round', 'selection', 'publish', 'district', 'publicity'),
    ('round', 'publicity', 'grant', 'district', 'granted'),
    ('round', 'draft', 'cancel', 'district', 'cancelled'),
    ('round', 'open', 'cancel', 'district', 'cancelled'),
    ('round', 'selection', 'cancel', 'district', 'cancelled'),
    ('round', 'publicity', 'cancel', 'district', 'cancelled'),
    ('nomination', 'nominated', 'select', 'district', 'selected'),
    ('nomination', 'not_selected', 'select', 'district', 'selected'),
    ('nomination', 'nominated', 'reject', 'district', 'not_selected'),
    ('nomination', 'selected', 'reject', 'district', 'not_selected'),
    ('nomination', 'objected', 'uphold', 'district', 'struck'),
    ('nomination', 'objected', 'dismiss', 'district', 'publicity'),
    ('nomination', 'nominated', 'publish', 'round', 'not_selected'),
    ('nomination', 'selected', 'publish', 'round', 'publicity'),
    ('nomination', 'publicity', 'grant', 'round', 'granted'),
    ('nomination', 'nominated', 'cancel', 'round', 'not_selected'),
    ('nomination', 'selected', 'cancel', 'round', 'not_selected'),
    ('nomination', 'publicity', 'cancel', 'round', 'not_selected'),
    ('nomination', 'objected', 'cancel', 'round', 'not_selected'),
    ('nomination', 'nominated', 'exclude', 'round', 'excluded'),
    ('nomination', 'not_selected', 'exclude', 'round', 'excluded'),
    ('nomination', 'publicity', 'exclude', 'round', 'excluded'),
    ('honour', 'granted', 'revoke', 'district', 'revoked');
insert into award_transitions (thing, from_state, action, role, to_state)
select 'nomination', f.state, f.action, r.role, f.next
from (values ('nominated', 'withdraw', 'withdrawn'), ('selected', 'withdraw', 'withdrawn'), ('publicity', 'withdraw', 'withdrawn'), ('objected', 'withdraw', 'withdrawn'),
             ('publicity', 'object', 'objected'), ('objected', 'object', 'objected')) f (state, action, next)
cross join (values ('district'), ('street'), ('community'), ('company')) r (role);

alter table award_rounds enable row level security;
alter table award_quotas enable row level security;
alter table award_categories enable row level security;
alter table award_nominations enable row level security;
alter table award_objections enable row level security;
alter table honours enable row level security;
alter table award_transitions enable row level security;

reset role;
