#pragma once
/* DESIGN. Lists written to files (/v1/exports). One thread writes one at a time: rows come over a connection of the caller's own role, through the list's own statement and writer (api/errand.h), and go
 * into a stored file over one of the worker's, in one transaction with the word that it is done; so a file is whole or not there. Beside them the export beats: the lease goes on, whoever asked
 * sees how far it is, and a beat that finds the export cancelled or in other hands ends it, within a second or two, also while the database sorts or counts (pool_settings.goes_on). Who dies
 * beats no more, and another worker begins anew. */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include "api/errand.h"
#include "base/config.h"

struct exporters;
/* Starts the threads that the configuration asks for. NULL when it asks for none, or they cannot be had, which is logged. */
struct exporters *exporters_start(const struct config *config, struct nodes *nodes) __attribute__((warn_unused_result));
/* What is being written is given back at once, for another worker. NULL is fine. */
void exporters_stop(struct exporters *exporters);

/* What a thread has of its own, and what it is at. */
struct exporter {
    struct exporters *all;
    const struct config *config;
    const _Atomic bool *stopping;
    struct pool *rows, *notes;
    struct service *service;
    struct export *export; /* NULL = none */
    bool asking;           /* a note of its own is under way, which nothing breaks off */
    int trouble;           /* enum db_outcome of the last note: what goes on failing is logged once */
    pthread_t thread;
};
/* Claims one and writes it. False: there is none. */
bool export_next(struct exporter *exporter);
/* Is the export still this worker's to write? Asks the database about once a second, and tells it how far it is. */
bool export_goes_on(void *exporter);
