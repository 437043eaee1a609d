select (s.stands).*, refused(s.problem) as "!problem"
from project_said(:'id'::uuid, 'accepted', :'version'::integer, :'at'::timestamptz, :'now'::timestamptz, :'reference_no', null) s
