-- issue_cards is the caller's own view: sql/views/issues.sql.
select c.*, coalesce(c.open_due < :'today'::date, false) as overdue
from issue_cards c
where c.id = :'id'::uuid
