-- A token carries its holder's epoch; whoever is disabled, moved or given a new password gets the next one, and every token of the last is void at once.
-- A person whom an identity provider vouches for is known by (issuer, subject) and has no password here.
set local role wuye_owner;

alter table users
    add token_epoch integer not null default 1,
    add issuer text collate "C",
    add subject text collate "C",
    add constraint users_subject_unique unique (district_code, issuer, subject),
    add constraint users_subject_whole check ((issuer is null) = (subject is null)),
    add constraint users_one_way_in check (issuer is null or password_digest is null);
alter table clients add token_epoch integer not null default 1;

-- What was changed: the body, without what is secret or personal.
alter table audit_log add detail jsonb;
