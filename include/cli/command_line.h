#pragma once
/* wuye serve | worker | migrate | load | import | token | check | help. Exit code: 0 done, 1 failed (said on standard error), 2 not understood. */
int command_line(int argc, char **argv);
