-- What a month comes to, counted once when its package is frozen: the package ships these rows, and the bulletin (月通报) is made of them alone.
set local role wuye_owner;

-- One row is one number. dimension says what its key names: '' is the whole district. A rate or an average keeps what it is made of, so that months can be put together.
create table exchange_figures (
    district_code text collate "C" not null,
    package_id uuid not null,
    position integer not null,
    figure text collate "C" not null,
    dimension text collate "C" not null,
    key text collate "C" not null,
    value numeric,
    numerator numeric,
    denominator numeric,
    constraint exchange_figures_key primary key (district_code, package_id, position),
    constraint exchange_figures_once unique (district_code, package_id, figure, dimension, key),
    constraint exchange_figures_of_package foreign key (district_code, package_id) references exchange_packages (district_code, id),
    constraint exchange_figures_whole check ((dimension = '') = (key = '')),
    constraint exchange_figures_share check ((numerator is null) = (denominator is null))
);
alter table exchange_figures enable row level security;

-- Visits of a month, whenever they were planned.
create index inspections_visited on inspections (district_code, visited_on) where state in ('submitted', 'published');

reset role;
