-- Failures within the window add up, by name and by address; at the limit the subject is locked for as long as the limits of the day say.
-- A district that is not served is not counted: its name is anybody's invention.
with limits as (
    select a.window_seconds * interval '1 second' as span, a.lock_seconds * interval '1 second' as lock, a.name_failures, a.address_failures
    from auth_limits a
    where a.effective_from <= (:'now'::timestamptz at time zone 'Asia/Shanghai')::date
    order by a.effective_from desc limit 1
), failed as (
    select d.district_code, s.kind, s.subject, s.most, limits.span, limits.lock
    from limits, districts d,
    lateral (values ('name', :'name', limits.name_failures), ('address', :'remote', limits.address_failures)) as s (kind, subject, most)
    where d.district_code = :'district' and s.subject is not null
      -- Locked already: further tries do not make it longer, or who keeps trying could keep the owner out for ever.
      and not exists (
            select from login_failures locked
            where locked.district_code = d.district_code and locked.subject_kind = s.kind and locked.subject = left(s.subject, 200)
              and locked.locked_until > :'now'::timestamptz)
)
insert into login_failures as l (district_code, subject_kind, subject, failures, first_at, last_at, locked_until)
select f.district_code, f.kind, left(f.subject, 200),
       coalesce(before.failures, 0) + 1,
       coalesce(before.first_at, :'now'::timestamptz), :'now'::timestamptz,
       case when coalesce(before.failures, 0) + 1 >= f.most then :'now'::timestamptz + f.lock end
from failed f
left join login_failures before on before.district_code = f.district_code and before.subject_kind = f.kind and before.subject = left(f.subject, 200)
    and before.last_at > :'now'::timestamptz - f.span
on conflict (district_code, subject_kind, subject) do update set
    failures = case when excluded.failures > l.failures or excluded.failures = 1 then excluded.failures else l.failures + 1 end,
    first_at = excluded.first_at,
    last_at = excluded.last_at,
    locked_until = coalesce(excluded.locked_until, l.locked_until)
