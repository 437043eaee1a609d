-- F27: the visits that a draw decided on become inspections, once: asked again, it makes what is missing, and two who ask at the same moment wait for one another at the row of the draw.
set role wuye_owner;

create or replace function draw_inspections_make(draw uuid, plan uuid, moment timestamptz, out id uuid, out made bigint, out "there" bigint, out unstaffed bigint, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d draws;
    p inspection_plans;
begin
    select t.* into d from draws t where t.district_code = current_district() and t.id = draw for update;
    select t.* into p from inspection_plans t where t.district_code = current_district() and t.id = plan;
    id := d.id;
    standing := d.state;
    problem := case
        when d.id is null then 'not_found'
        when d.state not in ('drawn', 'published') then 'state_conflict'
        when plan is not null and (p.id is null or p.kind not in ('random', 'city') or p.state <> 'open' or p.street_code is distinct from d.street_code) then 'draw_plan_unfit'
        end;
    if problem is not null then
        return;
    end if;
    made := inspections_from_draw(d.id, plan, draw_visits_told(d.id), moment);
    select count(*) filter (where v.inspectors <> '{}') - made, count(*) filter (where v.inspectors = '{}') into "there", unstaffed
    from draw_visits v where v.district_code = d.district_code and v.draw_id = d.id;
end $$;

revoke all on function draw_inspections_make(uuid, uuid, timestamptz) from public;
grant execute on function draw_inspections_make(uuid, uuid, timestamptz) to wuye_district;

reset role;
