-- The same for everyone, with or without a token.
set role wuye_owner;

revoke all on import_columns from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on import_columns to wuye_member, wuye_worker;

drop policy if exists import_columns_read on import_columns;
create policy import_columns_read on import_columns for select to wuye_member, wuye_worker
    using (true);

reset role;
