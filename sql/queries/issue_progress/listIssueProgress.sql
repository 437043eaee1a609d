-- Issues are never counted whole: tallies as coarse as the question allows, with what has moved since, and beside them what became overdue since that was counted. All in one
-- statement, so of one moment.
with asked as materialized (
    select a.fine, a.campaigns and not a.fine as campaigns, not a.campaigns and not a.fine as areas, not a.ledgers and :'role' <> 'company' as every_ledger,
        case when a.communities or :'role' = 'company' then 'community' when a.streets then 'street' else 'all' end as reach,
        :'role' in ('district', 'platform') and not a.streets as whole
    from (
        select b.*, b.kinds or b.campaigns and b.communities as fine
        from (
            select w.by && '{responsible_kind,severity}' or num_nonnulls(:'responsible_kind'::text[], :'severity'::text[]) > 0 as kinds,
                w.by && '{campaign}' or :'campaign_id'::uuid is not null as campaigns, w.by && '{ledger}' or :'ledger'::text[] is not null as ledgers,
                w.by && '{community}' or :'community_code'::text[] is not null or :'role' = 'community' as communities,
                w.by && '{street}' or :'street_code'::text[] is not null or :'role' = 'street' as streets
            from (select coalesce(:'by'::text[], '{ledger}') as by) w
        ) b
    ) a
), counts as (
    select c.campaign_id, c.ledger, c.level, c.street_code, c.community_code, c.responsible_kind, c.severity, c.rolled_up, c.state, c.n
    from issue_counts c
    where c.district_code = :'district' and (select a.fine from asked a)
    union all
    select c.campaign_id, c.ledger, c.level, c.street_code, '', '', '', c.rolled_up, c.state, c.n
    from issue_sums_now c
    where c.district_code = :'district' and (select a.campaigns from asked a) and c.whole = (select a.whole from asked a)
    union all
    select null, c.ledger, c.level, c.street_code, c.community_code, '', '', c.rolled_up, c.state, c.n
    from issue_areas c
    where c.district_code = :'district' and (select a.areas from asked a) and c.every_ledger = (select a.every_ledger from asked a) and c.reach = (select a.reach from asked a)
    union all
    select coalesce(i.campaign_id, '00000000-0000-0000-0000-000000000000'), i.ledger, i.level, coalesce(i.street_code, ''), coalesce(i.community_code, ''),
        coalesce(i.responsible_kind, ''), i.severity, i.rolled_up, 'overdue', count(*)
    from issues_past_due i
    where i.district_code = :'district' and i.open_due < :'today'::date
    group by 1, 2, 3, 4, 5, 6, 7, 8
), grouped as (
    select
        case when 'campaign' = any(coalesce(:'by'::text[], '{ledger}')) then coalesce(nullif(c.campaign_id::text, '00000000-0000-0000-0000-000000000000'), 'none') end as campaign_id,
        case when 'ledger' = any(coalesce(:'by'::text[], '{ledger}')) then c.ledger end as ledger,
        case when 'level' = any(coalesce(:'by'::text[], '{ledger}')) then c.level end as level,
        case when 'street' = any(coalesce(:'by'::text[], '{ledger}')) then coalesce(nullif(c.street_code, ''), 'none') end as street_code,
        case when 'community' = any(coalesce(:'by'::text[], '{ledger}')) then coalesce(nullif(c.community_code, ''), 'none') end as community_code,
        case when 'responsible_kind' = any(coalesce(:'by'::text[], '{ledger}')) then coalesce(nullif(c.responsible_kind, ''), 'none') end as responsible_kind,
        case when 'severity' = any(coalesce(:'by'::text[], '{ledger}')) then c.severity end as severity,
        coalesce(sum(c.n) filter (where c.state not in ('withdrawn', 'overdue')), 0)::bigint as recorded,
        coalesce(sum(c.n) filter (where c.state = 'found'), 0)::bigint as found, coalesce(sum(c.n) filter (where c.state = 'assigned'), 0)::bigint as assigned,
        coalesce(sum(c.n) filter (where c.state = 'rectifying'), 0)::bigint as rectifying, coalesce(sum(c.n) filter (where c.state = 'rectified'), 0)::bigint as rectified,
        coalesce(sum(c.n) filter (where c.state = 'rejected'), 0)::bigint as rejected, coalesce(sum(c.n) filter (where c.state = 'accepted'), 0)::bigint as accepted,
        coalesce(sum(c.n) filter (where c.state = 'closed'), 0)::bigint as closed, coalesce(sum(c.n) filter (where c.state = 'deferred'), 0)::bigint as deferred,
        coalesce(sum(c.n) filter (where c.state = 'refused'), 0)::bigint as refused, coalesce(sum(c.n) filter (where c.state = 'withdrawn'), 0)::bigint as withdrawn,
        coalesce(sum(c.n) filter (where c.state = 'overdue'), 0)::bigint as overdue
    from counts c
    where case coalesce(:'ledgers', case when :'role' in ('street', 'community') then 'street' else 'whole' end)
        when 'street' then c.level = 'street' when 'district' then c.level = 'district' else not c.rolled_up end
      and c.campaign_id = :'campaign_id'::uuid -- if campaign_id
      and c.ledger = any(:'ledger'::text[]) -- if ledger
      and c.street_code = any(:'street_code'::text[]) -- if street_code
      and c.community_code = any(:'community_code'::text[]) -- if community_code
      and c.responsible_kind = any(:'responsible_kind'::text[]) -- if responsible_kind
      and c.severity = any(:'severity'::text[]) -- if severity
    group by 1, 2, 3, 4, 5, 6, 7
), placed as (
    select g.*, row_number() over (order by g.campaign_id, g.ledger, g.level, g.street_code, g.community_code, g.responsible_kind, g.severity) as position
    from grouped g
    where g.recorded > 0 or g.withdrawn > 0
)
select p.position, p.campaign_id, p.ledger, p.level, p.street_code, (select d.name from divisions d where d.code = p.street_code) as street_name,
    p.community_code, (select d.name from divisions d where d.code = p.community_code) as community_name, p.responsible_kind, p.severity,
    p.recorded as found, p.rectified + p.accepted + p.closed as rectified, p.accepted + p.closed as accepted, p.closed, p.overdue, p.withdrawn,
    exact_share((p.rectified + p.accepted + p.closed) * 100, p.recorded, 2) as rectified_rate, exact_share(p.closed * 100, p.recorded, 2) as closing_rate,
    p.found as "states.found", p.assigned as "states.assigned", p.rectifying as "states.rectifying", p.rectified as "states.rectified", p.rejected as "states.rejected",
    p.accepted as "states.accepted", p.closed as "states.closed", p.deferred as "states.deferred", p.refused as "states.refused"
from placed p
where true
  and p.position > :'after_key'::bigint -- if cursor
order by p.position -- if sort=position
limit :'limit'::bigint -- if limit
