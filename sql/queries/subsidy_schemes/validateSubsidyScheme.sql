select b.id, b.version, f.errors = 0 as publishable, f.errors, f.warnings, f.findings
from subsidy_schemes b
cross join lateral (
    select (count(*) filter (where f.severity = 'error'))::integer as errors, (count(*) filter (where f.severity = 'warning'))::integer as warnings,
        coalesce(jsonb_agg(to_jsonb(f) order by f.severity, f.pointer, f.code), '[]') as findings
    from subsidy_scheme_findings(b.document) f
) f
where b.id = :'id'::uuid
