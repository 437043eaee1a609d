-- Who should be proposed for the list of the dishonest, by what the registers say today (C13, C14, C22, C23, H09): handovers refused or overdue, estates left without service, issues refused again and
-- again. Of the caller's scope. Nothing follows by itself: a person proposes and another decides; what is proposed already is not suggested.
set role wuye_owner;

create or replace function dishonest_suggestions(today date) returns table (key text, cause text, firm_id uuid, contract_id uuid, since date, evidence json)
language sql stable as $$
    with found as (
        select v.cause, c.firm_id, c.id as contract_id, v.since, 'handover' as kind, c.id
        from contract_handovers h
        join contracts c on c.district_code = h.district_code and c.id = h.contract_id
        cross join lateral (values
            ('refusal_to_exit', h.refused_on),
            ('handover_overdue', case when h.refused_on is null and h.due < today and c.state <> 'closed'
                                           and num_nulls(h.rooms_on, h.facilities_on, h.documents_on, h.fee_statement_on) > 0 then h.due + 1 end)) v (cause, since)
        where h.district_code = (select current_district()) and v.since is not null
        union all
        select v.kind, v.firm_id, v.contract_id, v.occurred_on, 'violation', v.id
        from contract_violations v
        where v.district_code = (select current_district()) and v.state = 'confirmed' and v.kind in ('refusal_to_exit', 'handover_overdue', 'abandonment')
    ), refusing as (
        select i.responsible_firm_id as firm_id, max(i.refused_at)::date as since, json_agg(json_build_object('kind', 'issue', 'id', i.id, 'on', i.refused_at::date) order by i.refused_at, i.id) as evidence
        from issues i
        where i.district_code = (select current_district()) and i.responsible_firm_id is not null and i.state <> 'withdrawn'
          and i.refused_at >= (today - make_interval(months => (select r.value::integer from rule_at('dishonest_refusals_months', '*', today) r)))
        group by i.responsible_firm_id
        having count(*) >= (select r.value from rule_at('dishonest_refusals', '*', today) r)
           and not exists (
            select from dishonest_entries e
            where e.district_code = (select current_district()) and e.firm_id = i.responsible_firm_id and e.subject = 'firm' and e.cause = 'issue_refusal'
              and (e.state = 'proposed' or e.state not in ('refused', 'annulled') and e.proposed_at >= max(i.refused_at)))
    )
    select concat_ws(':', f.cause, f.contract_id), f.cause, f.firm_id, f.contract_id, min(f.since), json_agg(json_build_object('kind', f.kind, 'id', f.id, 'on', f.since) order by f.since, f.id)
    from found f
    where not exists (
        select from dishonest_entries e
        where e.district_code = (select current_district()) and e.subject = 'firm' and e.contract_id = f.contract_id and e.cause = f.cause and e.state not in ('refused', 'annulled'))
    group by f.cause, f.firm_id, f.contract_id
    union all
    select concat_ws(':', 'issue_refusal', r.firm_id), 'issue_refusal', r.firm_id, null, r.since, r.evidence
    from refusing r
$$;
revoke all on function dishonest_suggestions(date) from public;
grant execute on function dishonest_suggestions(date) to wuye_district, wuye_street;

reset role;
