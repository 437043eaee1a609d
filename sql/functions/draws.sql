-- F27: random draws by commitment and reveal. What is drawn from, and a seed that nobody can read, stand before the public value is known; what comes out follows from both, so
-- that anybody can draw again and compare. No role writes in the tables.
set role wuye_owner;

-- Block k of a purpose: 63 bits.
create or replace function draw_block(final bytea, purpose text, k bigint) returns bigint language sql immutable strict parallel safe as $$
    select (('x' || left(encode(sha256(final || convert_to(purpose || ':' || k, 'UTF8')), 'hex'), 16))::bit(64) >> 1)::bigint
$$;

-- The next number below a bound, each as likely as another: what is left over at the top of the 63 bits is refused. `used`: blocks so far.
create or replace function draw_below(final bytea, purpose text, bound bigint, inout used bigint, out number bigint) language plpgsql immutable strict parallel safe as $$
declare
    top constant bigint := 9223372036854775807;
    left_over constant bigint := (top % bound + 1) % bound;
begin
    loop
        number := draw_block(final, purpose, used);
        used := used + 1;
        exit when number <= top - left_over;
    end loop;
    number := number % bound;
end $$;

-- Which members are taken, as their places in the list, in the order in which they are taken; none is put back. The running sums stand in a Fenwick tree.
create or replace function draw_pick(final bytea, purpose text, weights bigint[], wanted integer) returns integer[] language plpgsql immutable strict parallel safe as $$
declare
    n constant integer := cardinality(weights);
    tree bigint[] := weights;
    highest integer := 1;
    total bigint := 0;
    used bigint := 0;
    number bigint;
    place integer;
    step integer;
    taken integer[] := '{}';
begin
    for i in 1..n loop
        total := total + weights[i];
        step := i + (i & -i);
        if step <= n then
            tree[step] := tree[step] + tree[i];
        end if;
    end loop;
    while highest * 2 <= n loop
        highest := highest * 2;
    end loop;
    for i in 1..wanted loop
        select b.used, b.number into used, number from draw_below(final, purpose, total, used) b;
        place := 0;
        step := highest;
        while step > 0 loop
            if place + step <= n and tree[place + step] <= number then
                place := place + step;
                number := number - tree[place];
            end if;
            step := step / 2;
        end loop;
        place := place + 1;
        taken := taken || place;
        total := total - weights[place];
        step := place;
        while step <= n loop
            tree[step] := tree[step] - weights[place];
            step := step + (step & -step);
        end loop;
    end loop;
    return taken;
end $$;

-- Who visits each target, as places in the list of those drawn. `free`: for the first target whether each of them may visit it, then for the second, and so on.
create or replace function draw_crews(final bytea, free boolean[], targets integer, crew integer, team_size integer) returns table (target integer, members integer[])
language plpgsql immutable strict parallel safe as $$
declare
    visits integer[] := array_fill(0, array[crew]);
    may boolean[];
    able integer;
    fewest integer;
    alike integer;
    used bigint := 0;
    number bigint;
begin
    for t in 1..targets loop
        target := t;
        members := '{}';
        may := free[(t - 1) * crew + 1 : t * crew];
        able := cardinality(array_positions(may, true));
        for m in 1..case when able >= team_size then team_size else 0 end loop
            fewest := null;
            for i in 1..crew loop
                if may[i] and (fewest is null or visits[i] < fewest) then
                    fewest := visits[i];
                    alike := 1;
                elsif may[i] and visits[i] = fewest then
                    alike := alike + 1;
                end if;
            end loop;
            select b.used, b.number into used, number from draw_below(final, 'teams', alike, used) b;
            for i in 1..crew loop
                if may[i] and visits[i] = fewest then
                    if number = 0 then
                        members := members || i;
                        may[i] := false;
                        visits[i] := fewest + 1;
                        exit;
                    end if;
                    number := number - 1;
                end if;
            end loop;
        end loop;
        return next;
    end loop;
end $$;

create or replace function draw_final(seed bytea, pool_hash text, public_value text) returns bytea language sql immutable strict parallel safe as $$
    select sha256(seed || convert_to(pool_hash, 'UTF8') || convert_to(public_value, 'UTF8'))
$$;

-- The three parts of a pool as they are hashed.
create or replace function draw_pool_text(targets text, inspectors text, conflicts text) returns text language sql immutable parallel safe as $$
    select concat(targets, E'--\n', inspectors, E'--\n', conflicts)
$$;
-- By the draw's district too: whoever reads without a token has none, and looks through the pools of every draw otherwise.
create or replace function draw_pool_of(draw uuid) returns text language sql stable parallel safe as $$
    select draw_pool_text(
        (select string_agg(format(E'%s\t%s\n', t.estate_id, t.weight), '' order by t.estate_id) from draw_targets t where t.district_code = d.district_code and t.draw_id = d.id),
        (select string_agg(format(E'%s\t%s\n', i.inspector_id, i.weight), '' order by i.inspector_id) from draw_inspectors i where i.district_code = d.district_code and i.draw_id = d.id),
        (select string_agg(format(E'%s\t%s\n', c.inspector_id, c.estate_id), '' order by c.inspector_id, c.estate_id) from draw_conflicts c
         where c.district_code = d.district_code and c.draw_id = d.id))
    from draws d where d.id = draw
$$;

create or replace function draw_asked(said jsonb, member text) returns text[] language sql immutable parallel safe as $$
    select case when said ? member then array(select jsonb_array_elements_text(said -> member)) end
$$;

-- Estates to draw from, with the weight that the grade of the firm of the day gives them: 100 times the factor of inspections (D11), which is the least where a rulebook says
-- several, and 1 where it says none; never nothing, for nobody is beyond inspection. `again`: a draw, of which those whom nobody could visit.
create or replace function draw_target_pool(draw uuid, said jsonb, again uuid, area text, day date) returns setof draw_targets language sql stable as $$
    with asked as (
        select draw_asked(said, 'estate_ids')::uuid[] as estates, draw_asked(said, 'street_codes') as streets, draw_asked(said, 'community_codes') as communities,
            draw_asked(said, 'new_or_old') as ages, draw_asked(said, 'firm_ids')::uuid[] as firms, (said ->> 'is_key')::boolean as is_key
    ), managed as (
        select distinct on (m.estate_id) m.estate_id, c.firm_id
        from contract_estates m
        join contracts c on c.district_code = m.district_code and c.id = m.contract_id
        where m.district_code = current_district() and m.in_force and m.service_period @> day
        order by m.estate_id, c.kind = 'regular' desc, c.id
    ), estate as materialized (
        select e.district_code, e.id, e.code, e.name, e.street_code, e.community_code, m.firm_id
        from asked a
        cross join estates e
        left join managed m on m.estate_id = e.id
        where e.district_code = current_district() and coalesce(e.street_code = area, true)
          and coalesce(e.id = any (a.estates), true) and coalesce(e.street_code = any (a.streets), true) and coalesce(e.community_code = any (a.communities), true)
          and coalesce(e.new_or_old = any (a.ages), true) and coalesce(e.is_key = a.is_key, true) and (a.firms is null or m.firm_id = any (a.firms))
          and (again is null or exists (select from draw_visits v where v.district_code = e.district_code and v.draw_id = again and v.estate_id = e.id and v.inspectors = '{}'))
    ), book as materialized (
        select b.document from credit_rulebook_on(day) b
    ), graded as materialized (
        select s.subject_id as firm_id, s.grade, f.factor
        from book b
        cross join lateral credit_scores(b.document, 'firm', day, credit_known_at(day), array(select distinct e.firm_id from estate e where e.firm_id is not null)) s
        cross join lateral (
            select min((e.value ->> 'value')::numeric) as factor
            from jsonb_array_elements(b.document -> 'effects') e
            where e.value ->> 'grade' = s.grade and e.value ->> 'effect' = 'inspection_factor') f
    )
    select e.district_code, draw, e.id, greatest(1, least(1000000, round(100 * coalesce(g.factor, 1))))::integer, e.code, e.name, e.street_code, e.community_code, e.firm_id, f.name,
        g.grade, coalesce(g.factor, 1)
    from estate e
    left join graded g on g.firm_id = e.firm_id
    left join firms f on f.district_code = e.district_code and f.id = e.firm_id
    order by e.id
$$;

create or replace function draw_inspector_pool(draw uuid, said jsonb, area text, day date) returns setof draw_inspectors language sql stable as $$
    select i.district_code, draw, i.id, 100, i.unit
    from inspectors i
    where i.district_code = current_district() and coalesce(i.street_code = area, area is null)
      and i.valid_from <= day and coalesce(i.valid_to > day, true)
      and coalesce(i.id = any (draw_asked(said, 'inspector_ids')::uuid[]), true) and coalesce(i.unit = any (draw_asked(said, 'units')), true)
      and coalesce(i.street_code = any (draw_asked(said, 'street_codes')), not said ? 'street_codes') and coalesce(i.specialities && draw_asked(said, 'specialities'), true)
    order by i.id
$$;

-- A street draws among its own estates and inspectors; the district among all.
create or replace function draw_commit(draw uuid, heading text, ground text, campaign uuid, again uuid, targets_said jsonb, targets_wanted integer, inspectors_said jsonb,
    inspectors_wanted integer, team integer, value_source text, earliest timestamptz, moment timestamptz, today date, out id uuid, out problem text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    area constant text := current_street();
    seed constant bytea := sha256(convert_to(concat(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid()), 'UTF8'));
    to_visit draw_targets[];
    who draw_inspectors[];
    barred draw_conflicts[];
    hashed text;
begin
    id := draw;
    -- Held against being published or cancelled meanwhile.
    perform from draws d where d.district_code = current_district() and d.id = again for share;
    problem := case
        when earliest <= moment then 'draw_value_not_to_come'
        when (again is null) <> (targets_said is not null and targets_wanted is not null) or again is not null and num_nonnulls(targets_said, targets_wanted) > 0 then 'draw_targets_misfit'
        when team > inspectors_wanted then 'draw_team_too_large'
        when again is not null and not exists (select from draws d where d.district_code = current_district() and d.id = again and d.state in ('drawn', 'published')
                                                 and coalesce(d.street_code = area, area is null)) then 'draw_redraw_misfit'
        when exists (select from unnest(draw_asked(targets_said, 'estate_ids')::uuid[]) u (asked)
                     where not exists (select from estates e where e.district_code = current_district() and e.id = u.asked and coalesce(e.street_code = area, true))) then 'draw_target_unknown'
        when exists (select from unnest(draw_asked(inspectors_said, 'inspector_ids')::uuid[]) u (asked)
                     where not exists (select from inspectors i where i.district_code = current_district() and i.id = u.asked and coalesce(i.street_code = area, area is null)))
            then 'draw_inspector_unknown'
        end;
    if problem is not null then
        return;
    end if;
    to_visit := array(select p from draw_target_pool(draw, coalesce(targets_said, '{}'), again, area, today) p);
    who := array(select p from draw_inspector_pool(draw, inspectors_said, area, today) p);
    targets_wanted := coalesce(targets_wanted, cardinality(to_visit));
    problem := case
        when again is not null and cardinality(to_visit) = 0 then 'draw_redraw_misfit'
        when cardinality(to_visit) < targets_wanted or cardinality(who) < inspectors_wanted then 'draw_pool_too_small'
        end;
    if problem is not null then
        return;
    end if;
    barred := array(
        select distinct row(t.district_code, draw, w.inspector_id, t.estate_id)::draw_conflicts
        from unnest(who) w
        join inspector_conflicts c on c.district_code = w.district_code and c.inspector_id = w.inspector_id and c.valid_from <= today and coalesce(c.valid_to > today, true)
        join unnest(to_visit) t on t.firm_id = c.firm_id or t.estate_id = c.estate_id or t.community_code = c.community_code);
    hashed := (select encode(sha256(convert_to(draw_pool_text(
        (select string_agg(format(E'%s\t%s\n', t.estate_id, t.weight), '' order by t.estate_id) from unnest(to_visit) t),
        (select string_agg(format(E'%s\t%s\n', w.inspector_id, w.weight), '' order by w.inspector_id) from unnest(who) w),
        (select string_agg(format(E'%s\t%s\n', c.inspector_id, c.estate_id), '' order by c.inspector_id, c.estate_id) from unnest(barred) c)), 'UTF8')), 'hex'));
    insert into draws (district_code, id, title, basis, street_code, campaign_id, redraw_of, wanted, public_value_source, not_before, as_of, rulebook_id, target_count, inspector_count,
                       team_size, targets, target_weight, inspectors, inspector_weight, pool_hash, commitment, committed_by, committed_at, updated_at)
    select current_district(), draw, heading, ground, area, campaign, again, jsonb_build_object('targets', targets_said, 'inspectors', inspectors_said), value_source, earliest, today,
        (select b.id from credit_rulebook_on(today) b), targets_wanted, inspectors_wanted, team, cardinality(to_visit), (select sum(t.weight) from unnest(to_visit) t),
        cardinality(who), (select sum(w.weight) from unnest(who) w), hashed, encode(sha256(seed), 'hex'), current_user_id(), moment, moment;
    insert into draw_seeds (district_code, draw_id, seed) values (current_district(), draw, seed);
    insert into draw_targets select t.* from unnest(to_visit) t;
    insert into draw_inspectors select w.* from unnest(who) w;
    insert into draw_conflicts select c.* from unnest(barred) c;
end $$;

-- What comes out, into its tables.
create or replace function draw_work_out(d draws, public_value text) returns void language plpgsql volatile as $$
declare
    final constant bytea := draw_final((select s.seed from draw_seeds s where s.district_code = d.district_code and s.draw_id = d.id), d.pool_hash, public_value);
    listed uuid[];
    weights bigint[];
    chosen uuid[];
    crew uuid[];
    free boolean[];
begin
    select array_agg(i.inspector_id order by i.inspector_id), array_agg(i.weight::bigint order by i.inspector_id) into listed, weights
    from draw_inspectors i where i.district_code = d.district_code and i.draw_id = d.id;
    insert into draw_called (district_code, draw_id, position, inspector_id)
    select d.district_code, d.id, p.position, listed[p.place]
    from unnest(draw_pick(final, 'inspectors', weights, d.inspector_count)) with ordinality p (place, position);
    crew := array(select c.inspector_id from draw_called c where c.district_code = d.district_code and c.draw_id = d.id order by c.inspector_id);
    select array_agg(t.estate_id order by t.estate_id), array_agg(t.weight::bigint order by t.estate_id) into listed, weights
    from draw_targets t where t.district_code = d.district_code and t.draw_id = d.id;
    chosen := array(select listed[p.place] from unnest(draw_pick(final, 'targets', weights, d.target_count)) with ordinality p (place, position) order by p.position);
    free := array(
        select c.inspector_id is null
        from unnest(chosen) with ordinality t (estate_id, position)
        cross join unnest(crew) with ordinality w (inspector_id, place)
        left join draw_conflicts c on c.district_code = d.district_code and c.draw_id = d.id and c.inspector_id = w.inspector_id and c.estate_id = t.estate_id
        order by t.position, w.place);
    insert into draw_visits (district_code, draw_id, position, estate_id, street_code, inspectors)
    select d.district_code, d.id, v.target, t.estate_id, t.street_code,
        array(select crew[m.place] from unnest(v.members) with ordinality m (place, position) order by m.position)
    from draw_crews(final, free, d.target_count, d.inspector_count, d.team_size) v
    join draw_targets t on t.district_code = d.district_code and t.draw_id = d.id and t.estate_id = chosen[v.target];
end $$;

-- The row is locked first: of two who press at once the second finds it drawn.
create or replace function draw_move(draw uuid, move text, public_value text, said text, moment timestamptz, out id uuid, out problem text, out standing text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    d draws;
    next_state text;
begin
    select t.* into d from draws t where t.district_code = current_district() and t.id = draw for update;
    select t.to_state into next_state from draw_transitions t where t.from_state = d.state and t.action = move;
    id := d.id;
    standing := d.state;
    problem := case
        when d.id is null then 'not_found'
        when next_state is null then 'state_conflict'
        when move = 'draw' and coalesce(d.committed_by = current_user_id(), true) then 'separation_of_duties'
        when move = 'draw' and moment < d.not_before then 'draw_too_early'
        when move = 'cancel' and exists (select from inspections i where i.district_code = d.district_code and i.draw_id = d.id and i.state <> 'cancelled') then 'draw_has_inspections'
        when move in ('publish', 'cancel') and exists (select from draws r where r.district_code = d.district_code and r.redraw_of = d.id and r.state in ('committed', 'drawn')) then 'draw_redraw_stands'
        end;
    if problem is not null then
        return;
    end if;
    if move = 'draw' then
        perform draw_work_out(d, public_value);
    end if;
    if move in ('draw', 'cancel') then
        insert into draw_reveals (district_code, draw_id, seed, public_value)
        select s.district_code, s.draw_id, encode(s.seed, 'hex'), public_value from draw_seeds s where s.district_code = d.district_code and s.draw_id = d.id
        on conflict do nothing;
    end if;
    update draws t set state = next_state, version = d.version + 1, updated_at = moment,
        drawn_by = case move when 'draw' then current_user_id() else d.drawn_by end, drawn_at = case move when 'draw' then moment else d.drawn_at end,
        published_by = case move when 'publish' then current_user_id() end, published_at = case move when 'publish' then moment end,
        cancelled_by = case move when 'cancel' then current_user_id() end, cancelled_at = case move when 'cancel' then moment end,
        cancelled_reason = case move when 'cancel' then said end
    where t.district_code = d.district_code and t.id = d.id;
end $$;

-- For whoever plans the visits: each target of a draw that stands, in order, with who visits it; nobody where too few may.
create or replace function draw_teams(draw uuid) returns table ("position" integer, estate_id uuid, street_code text, inspectors jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select v.position, v.estate_id, v.street_code,
        (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('inspector_id', i.id, 'name', i.name, 'unit', i.unit_name)) order by m.place), '[]')
         from unnest(v.inspectors) with ordinality m (inspector_id, place)
         join inspectors i on i.district_code = v.district_code and i.id = m.inspector_id)
    from draws d
    join draw_visits v on v.district_code = d.district_code and v.draw_id = d.id
    where d.district_code = current_district() and d.id = draw and d.state in ('drawn', 'published') and coalesce(d.street_code = current_street(), current_street() is null)
    order by v.position
$$;

-- Those that have a team, as inspections_from_draw() takes them.
create or replace function draw_visits_told(draw uuid) returns jsonb language sql stable as $$
    select coalesce(jsonb_agg(jsonb_build_object('estate_id', t.estate_id, 'inspectors', t.inspectors) order by t.position), '[]') from draw_teams(draw) t where t.inspectors <> '[]'
$$;

revoke all on function draw_commit(uuid, text, text, uuid, uuid, jsonb, integer, jsonb, integer, integer, text, timestamptz, timestamptz, date), draw_move(uuid, text, text, text, timestamptz),
    draw_teams(uuid), draw_visits_told(uuid) from public;
grant execute on function draw_commit(uuid, text, text, uuid, uuid, jsonb, integer, jsonb, integer, integer, text, timestamptz, timestamptz, date), draw_teams(uuid) to wuye_district, wuye_street;
grant execute on function draw_move(uuid, text, text, text, timestamptz) to wuye_district;
grant execute on function draw_pool_of(uuid), draw_pool_text(text, text, text) to wuye_member;

reset role;
