-- Vouchers: attachments of postings, beside those of complaints. Which move of an attachment is whose now depends on what it belongs to.
set local role wuye_owner;

alter table attachments add column posting_id uuid generated always as (case when owner_kind = 'posting' then owner_id end) stored;
alter table attachments
    add constraint attachments_posting foreign key (district_code, posting_id) references money_postings,
    drop constraint attachments_owner_known,
    add constraint attachments_owner_known check (owner_kind in ('complaint', 'posting')),
    add constraint attachments_of_a_posting check (owner_kind <> 'posting' or uploader_role in ('district', 'street'));

-- needs 'of_another': by anybody but who uploaded it. A voucher is read by authorities alone, so that it is never released; it proves a payment, so that nobody removes his own.
alter table attachment_transitions add column owner_kind text collate "C" not null default 'complaint';
alter table attachment_transitions
    drop constraint attachment_transitions_key,
    drop constraint attachment_transitions_needs_known,
    alter column owner_kind drop default,
    add constraint attachment_transitions_key primary key (owner_kind, from_state, action, role),
    add constraint attachment_transitions_owner_known check (owner_kind in ('complaint', 'posting')),
    add constraint attachment_transitions_needs_known check (needs in ('own_and_open', 'of_another'));
insert into attachment_transitions (owner_kind, from_state, action, role, to_state, needs) values ('posting', 'held', 'remove', 'district', 'removed', 'of_another');

-- What the journal is asked by; and the order in which accounts are listed, so that a page sums up its own accounts alone.
create index money_accounts_by_kind on money_accounts (district_code, kind, id);
create index money_postings_of_cause on money_postings (district_code, cause_id, number);
create index money_postings_of_purse on money_postings (district_code, purse_id, number);
create index money_postings_by_bank on money_postings (district_code, bank_reference) where bank_reference is not null;

reset role;
