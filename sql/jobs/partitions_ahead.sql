-- every 21600 s: append-only tables have a partition for this month and the next two before a row needs it
select partitions_ahead(2);
