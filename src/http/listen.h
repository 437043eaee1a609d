#pragma once
/* The socket that is listened on: opened here, or passed by whoever started the process (systemd's socket activation, a predecessor that hands over). */
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/* -1 when the address cannot be had; *ret_fault says why. */
int listen_open(const char *address, uint16_t port, const char **ret_fault) __attribute__((warn_unused_result));
uint16_t listen_port(int fd);
