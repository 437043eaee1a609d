-- A listing is late by the day that stood when it passed; and columns that nobody reads are gone.
set local role wuye_owner;

-- The day that counts: due_on, until that has passed; what is put off afterwards is late all the same.
alter table supervision_listings add column in_time_until date;
update supervision_listings set in_time_until = due_on;
alter table supervision_listings
    drop constraint supervision_listings_in_hands,
    add constraint supervision_listings_in_hands check (state in ('proposed', 'refused') or in_time_until is not null and sponsor_unit is not null and decided_at is not null),
    add constraint supervision_listings_in_time check ((in_time_until is null) = (due_on is null) and in_time_until <= due_on);

-- Labels are those of the code list disclosure_<kind>.
alter table disclosure_items drop column list_code, drop column code;

update district_rules set basis = replace(basis, '无记名表决中', '') where district_code = '*' and name = 'vote_area_crowd';
update district_rules set basis = '推定：不公布面积的票少于此数时，其合计即可推知个人意见，故全部不公布单票面积' where district_code = '*' and name = 'vote_sealed_crowd';
