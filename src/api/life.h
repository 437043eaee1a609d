#pragma once
/* DESIGN. What the process is told by signals, all taken by its first thread. SIGTERM and SIGINT: finish and end. SIGHUP: read the certificate again.
 * SIGUSR2: start the same command line again (a newer program, another configuration), which gets the listening socket; once it serves, it ends us with
 * SIGTERM. Both listen meanwhile, so that nobody is refused; when it does not come to serve, all stays as it is. systemd, if it started us, is told who serves. */
#include <stdbool.h>
#include "api/exchange.h"

/* Before anything else: a successor lets go of the process that started it, so that its parent is the supervisor, which otherwise would not notice its end. False: this process is
 * what stood between, and ends well. */
bool life_detach(void) __attribute__((warn_unused_result));
/* Before any other thread is there: they inherit the mask. */
void life_begin(void);
/* It serves: tell the supervisor and a predecessor. */
void life_serving(struct service *service);
/* Until it is to end. */
void life_wait(struct service *service);
