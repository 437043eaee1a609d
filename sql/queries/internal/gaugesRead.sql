select g.name, g.labels, g.value::text as value from gauges(:'now'::timestamptz) g
