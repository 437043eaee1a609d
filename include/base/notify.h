#pragma once
/* What whoever supervises the process (systemd, Type=notify) is told, in datagrams of its own form: no library is needed for that. Without a
 * supervisor every call does nothing. */
#include <stdbool.h>
#include <stdint.h>

/* Lines such as "READY=1\nSTATUS=serving". False when nobody was told. */
bool notify_send(const char *lines);
/* How often WATCHDOG=1 is awaited of this process, in microseconds; 0 = never. */
int64_t notify_watchdog_us(void);
