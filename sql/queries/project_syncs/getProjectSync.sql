select k.* from project_stands(:'id'::uuid) k
