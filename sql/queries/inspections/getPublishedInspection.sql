select c.* from published_inspections c where c.id = :'id'::uuid
