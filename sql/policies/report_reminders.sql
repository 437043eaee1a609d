-- The worker sends them to whoever the district lets be told; people read /v1/reminders.
set role wuye_owner;

revoke all on report_reminders from wuye_member, wuye_district, wuye_street, wuye_community, wuye_company, wuye_hotline, wuye_platform, wuye_public, wuye_auth, wuye_worker;
grant select on report_reminders to wuye_worker;

drop policy if exists report_reminders_worker on report_reminders;
create policy report_reminders_worker on report_reminders for select to wuye_worker using (true);

reset role;
