-- A success clears the name. The address keeps its count: one good name must not pay for guesses at others.
delete from login_failures l
where l.district_code = :'district' and l.subject_kind = 'name' and l.subject = :'name'
