-- every 30 s: counts of issues that moved go into the tallies, some at a time
select issue_moves_fold(20000);
