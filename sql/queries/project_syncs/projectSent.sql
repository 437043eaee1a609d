select (s.stands).*, refused(s.problem) as "!problem"
from project_said(:'id'::uuid, 'sent', :'version'::integer, :'at'::timestamptz, :'now'::timestamptz, null, null) s
