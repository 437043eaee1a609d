#pragma once
/* Secrets as files, one each, named like the setting: what systemd's LoadCredential= and a container's secrets put into a folder. */
#include <stdbool.h>

enum credential { CREDENTIAL_READ, CREDENTIAL_ABSENT, CREDENTIAL_UNREADABLE };
/* The text of folder/name without the line ends at its end; the caller wipes and frees it. */
enum credential credential_read(const char *folder, const char *name, char **ret_text) __attribute__((warn_unused_result));
