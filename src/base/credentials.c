#include "base/credentials.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CREDENTIAL_MAX (64 * 1024)

static char *read_whole(int fd, size_t size)
{
    char *text = malloc(size + 1);
    size_t at = 0;
    ssize_t got = 0;
    while (text && at < size && (got = read(fd, text + at, size - at)) > 0)
        at += (size_t)got;
    if (!text || got < 0 || memchr(text, '\0', at)) {
        free(text);
        return NULL;
    }
    while (at && (text[at - 1] == '\n' || text[at - 1] == '\r'))
        at--;
    text[at] = '\0';
    return text;
}

enum credential credential_read(const char *folder, const char *name, char **ret_text)
{
    char path[4096];
    struct stat about;
    if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path)
        return CREDENTIAL_UNREADABLE;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? CREDENTIAL_ABSENT : CREDENTIAL_UNREADABLE;
    bool fits = fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= CREDENTIAL_MAX;
    char *text = fits ? read_whole(fd, (size_t)about.st_size) : NULL;
    close(fd);
    if (!text)
        return CREDENTIAL_UNREADABLE;
    *ret_text = text;
    return CREDENTIAL_READ;
}
