-- every 600 s, apart: append-only tables have a partition for this month and the next four before a row needs it, and rows that found none get theirs
call partitions_keep(4);
