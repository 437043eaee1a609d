-- The district wants it sent again.
select (s.stands).*, refused(s.problem) as "!problem"
from project_said(:'id'::uuid, 'pending', null, :'now'::timestamptz, :'now'::timestamptz, null, :'reason_masked') s
