select (s.stands).*, refused(s.problem) as "!problem"
from project_said(:'id'::uuid, 'rejected', :'version'::integer, :'at'::timestamptz, :'now'::timestamptz, null, :'message') s
