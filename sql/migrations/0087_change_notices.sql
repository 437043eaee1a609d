-- Whoever follows the log of changes is told that it has grown, and how long the log is kept is a rule.
set local role wuye_owner;

-- Like reminders it never ends. Its cursor is the number up to which the receiver was told.
alter table webhook_streams drop constraint webhook_streams_kind_known;
alter table webhook_streams add constraint webhook_streams_kind_known check (kind in ('live', 'replay', 'ping', 'reminders', 'changes'));
alter table webhook_streams add constraint webhook_streams_changes_never_end check (kind <> 'changes' or finished_at is null);
create unique index webhook_streams_one_of_changes on webhook_streams (district_code, endpoint_id) where kind = 'changes';

insert into rule_names (name, domain, kind, lowest, highest, units, subjects, position)
select 'exchange_keep_months', 'duty', 'integer', 13, 1200, '{months}'::text[], '{*}'::text[], max(position) + 1 from rule_names;
insert into district_rules (district_code, domain, name, subject, value, unit, basis, effective_from)
values ('*', 'duty', 'exchange_keep_months', '*', 13, 'months', '推定：上一年同月尚可追溯；文件未规定变更记录保留多少个月', '2000-01-01');

reset role;
