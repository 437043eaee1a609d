select p.* from motion_proof(:'id'::uuid) p
