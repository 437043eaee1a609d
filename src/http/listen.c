#include "listen.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "http/server.h"

#define FIRST_PASSED 3 /* sd_listen_fds(3) */

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static bool read_address(const char *text, uint16_t port, union address *ret_address, socklen_t *ret_length)
{
    memset(ret_address, 0, sizeof *ret_address);
    if (inet_pton(AF_INET, text, &ret_address->four.sin_addr) == 1) {
        ret_address->four.sin_family = AF_INET;
        ret_address->four.sin_port = htons(port);
        *ret_length = sizeof ret_address->four;
        return true;
    }
    if (inet_pton(AF_INET6, text, &ret_address->six.sin6_addr) != 1)
        return false;
    ret_address->six.sin6_family = AF_INET6;
    ret_address->six.sin6_port = htons(port);
    *ret_length = sizeof ret_address->six;
    return true;
}

int listen_open(const char *address, uint16_t port, const char **ret_fault)
{
    union address place;
    socklen_t length = 0;
    int yes = 1, passed = http_passed_socket();
    if (passed >= 0)
        return passed;
    *ret_fault = "listen_address is no numeric address";
    if (!read_address(address, port, &place, &length))
        return -1;
    *ret_fault = "the address cannot be listened on (is it in use?)";
    int fd = socket(place.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    /* :: is IPv6 alone, as it was where libmicrohttpd opened the socket. */
    bool fine = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0;
    fine = fine && (place.any.sa_family != AF_INET6 || setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0);
    fine = fine && bind(fd, &place.any, length) == 0 && listen(fd, SOMAXCONN) == 0;
    if (fine)
        return fd;
    close(fd);
    return -1;
}

static bool number_is(const char *name, long wanted)
{
    const char *text = getenv(name);
    char *end = NULL;
    return text && *text && strtol(text, &end, 10) == wanted && *end == '\0';
}

int http_passed_socket(void)
{
    int accepting = 0;
    socklen_t size = sizeof accepting;
    if (!number_is("LISTEN_PID", getpid()) || !number_is("LISTEN_FDS", 1))
        return -1;
    if (getsockopt(FIRST_PASSED, SOL_SOCKET, SO_ACCEPTCONN, &accepting, &size) != 0 || !accepting)
        return -1;
    int flags = fcntl(FIRST_PASSED, F_GETFL);
    bool fine = flags >= 0 && fcntl(FIRST_PASSED, F_SETFL, flags | O_NONBLOCK) == 0 && fcntl(FIRST_PASSED, F_SETFD, FD_CLOEXEC) == 0;
    return fine ? FIRST_PASSED : -1;
}

uint16_t listen_port(int fd)
{
    union address place = {0};
    socklen_t length = sizeof place;
    if (getsockname(fd, &place.any, &length) != 0)
        return 0;
    return ntohs(place.any.sa_family == AF_INET6 ? place.six.sin6_port : place.four.sin_port);
}
