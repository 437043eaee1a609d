select b.id, b.version, v.publishable, v.errors, v.warnings, v.findings
from credit_rulebooks b
cross join lateral document_verdict((select jsonb_agg(to_jsonb(f)) from credit_rulebook_findings(b.document) f)) v
where b.id = :'id'::uuid
