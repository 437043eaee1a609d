/* Offers requests over HTTP on loopback and writes down what became of each. One thread and a few microseconds a request, so that what is measured is the service, and how late this itself was is written down too.
 *
 * Open (--rate): each request is sent when its time has come (times at random, so many a second), whether or not others were answered; over a connection that is kept if one is free, else over a new one. Closed
 * (--callers): each caller asks again when it was answered. A request whose kept connection was closed under it is sent once more over a new one, as HTTP clients do, and counted.
 *
 *     offer --port P --seconds S (--rate R | --callers N) --patience S --seed N REQUESTS RECORDS
 *
 * REQUESTS: each a little-endian 32-bit length and so many bytes. RECORDS: one line a request: its number, due, begun, connected, sent and ended in µs from the start (0: never), status (0: none), outcome, whether
 * Retry-After was there, how often it was sent again, whether its connection was new. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum outcome { PENDING, ANSWERED, NOT_CONNECTED, RESET, CLOSED, OUT_OF_TIME, BROKEN, OUTCOMES };
static const char *const outcome_names[OUTCOMES] = {"pending", "answered", "not-connected", "reset", "closed", "out-of-time", "broken"};

struct record {
    const unsigned char *request;
    uint32_t length;
    int64_t due, begun, connected, sent, ended;
    int status, again;
    enum outcome outcome;
    bool retry_after, fresh;
};

struct connection {
    int fd;
    struct record *record; /* NULL = idle */
    uint32_t written, got;
    int64_t body_left; /* -1 = the head is not whole */
    bool close, answered_before, writing;
    char head[4096];
    struct connection *next, *previous; /* among the idle, or the busy, oldest first; among those that are gone */
};

struct list { struct connection *first, *last; };

static struct {
    int port, epoll;
    unsigned callers;
    double rate, seconds, patience;
    struct record *records;
    size_t count, begun, open;
    int64_t start;
    unsigned wanting; /* callers who were answered */
    struct list idle, busy, gone;
} all = {.patience = 30};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000 - all.start;
}

static void list_add(struct list *list, struct connection *c)
{
    c->next = NULL;
    c->previous = list->last;
    *(list->last ? &list->last->next : &list->first) = c;
    list->last = c;
}

static void list_remove(struct list *list, struct connection *c)
{
    *(c->previous ? &c->previous->next : &list->first) = c->next;
    *(c->next ? &c->next->previous : &list->last) = c->previous;
}

static void drop(struct connection *c)
{
    list_remove(c->record ? &all.busy : &all.idle, c);
    close(c->fd);
    c->fd = -1;
    list_add(&all.gone, c); /* something may have happened on it meanwhile */
}

static void bury(void)
{
    for (struct connection *c = all.gone.first, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    all.gone = (struct list){0};
}

/* Its connection is dealt with. */
static void end(struct record *record, enum outcome outcome)
{
    record->outcome = outcome;
    record->ended = now_us();
    all.open--;
    all.wanting++;
}

static void connect_for(struct record *record);

/* The connection ended before the answer was whole. */
static void fail(struct connection *c, enum outcome outcome)
{
    struct record *record = c->record;
    bool again = c->answered_before && c->got == 0 && c->body_left < 0 && record && !record->again;
    drop(c);
    if (!record)
        return;
    if (again) {
        record->again++;
        connect_for(record);
    } else {
        end(record, outcome);
    }
}

static void watch(struct connection *c, int operation, bool writing)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | (writing ? EPOLLOUT : 0), .data.ptr = c};
    if (epoll_ctl(all.epoll, operation, c->fd, &event) != 0)
        abort();
    c->writing = writing;
}

static void send_more(struct connection *c)
{
    struct record *record = c->record;
    ssize_t n = send(c->fd, record->request + c->written, record->length - c->written, MSG_NOSIGNAL);
    if (n < 0 && (errno == EAGAIN || errno == ENOTCONN))
        n = 0;
    if (n < 0) {
        fail(c, record->connected ? RESET : NOT_CONNECTED);
        return;
    }
    c->written += (uint32_t)n;
    if (c->written == record->length)
        record->sent = now_us();
    if (c->writing != (c->written < record->length))
        watch(c, EPOLL_CTL_MOD, c->written < record->length);
}

static void connect_for(struct record *record)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)all.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct connection *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    record->fresh = true;
    record->connected = record->sent = 0;
    if (fd < 0 || (connect(fd, (struct sockaddr *)&address, sizeof address) != 0 && errno != EINPROGRESS)) {
        if (fd >= 0)
            close(fd);
        free(c);
        end(record, NOT_CONNECTED);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    *c = (struct connection){.fd = fd, .record = record, .body_left = -1};
    list_add(&all.busy, c);
    watch(c, EPOLL_CTL_ADD, true);
}

static void begin(struct record *record)
{
    struct connection *c = all.idle.last; /* the one that was used last, as pools do */
    record->begun = now_us();
    all.open++;
    if (!c) {
        connect_for(record);
        return;
    }
    list_remove(&all.idle, c);
    list_add(&all.busy, c);
    c->record = record;
    c->written = c->got = 0;
    c->body_left = -1;
    record->connected = record->begun;
    send_more(c);
}

static bool is_header(const char *line, const char *name)
{
    size_t length = strlen(name);
    return strncasecmp(line, name, length) == 0 && line[length] == ':';
}

/* The head is whole, and ends in a NUL. */
static bool read_head(struct connection *c)
{
    struct record *record = c->record;
    if (strncmp(c->head, "HTTP/1.1 ", 9) != 0)
        return false;
    record->status = atoi(c->head + 9);
    c->body_left = 0;
    for (const char *line = strstr(c->head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        if (is_header(line + 2, "content-length"))
            c->body_left = atoll(line + 2 + strlen("content-length:"));
        else if (is_header(line + 2, "connection"))
            c->close = strncasecmp(line + 2 + strlen("connection:"), " close", 6) == 0;
        else if (is_header(line + 2, "retry-after"))
            record->retry_after = true;
    }
    return true;
}

static void answered(struct connection *c)
{
    struct record *record = c->record;
    c->answered_before = true;
    list_remove(&all.busy, c);
    list_add(&all.idle, c);
    c->record = NULL;
    if (c->close)
        drop(c);
    end(record, ANSWERED);
}

/* False: there is no more to do with this connection now. */
static bool receive(struct connection *c)
{
    static char rest[65536];
    bool head = c->body_left < 0;
    ssize_t n = head ? recv(c->fd, c->head + c->got, sizeof c->head - 1 - c->got, 0) : recv(c->fd, rest, sizeof rest, 0);
    if (n < 0 && errno == EAGAIN)
        return false;
    if (n <= 0 || !c->record) {
        fail(c, n < 0 ? (c->record && !c->record->connected ? NOT_CONNECTED : RESET) : CLOSED);
        return false;
    }
    if (head) {
        c->got += (uint32_t)n;
        c->head[c->got] = '\0';
        char *stop = strstr(c->head, "\r\n\r\n");
        if (!stop && c->got < sizeof c->head - 1)
            return true;
        *(stop ? stop : c->head) = '\0';
        if (!read_head(c)) {
            fail(c, BROKEN);
            return false;
        }
        n = (ssize_t)c->got - (stop + 4 - c->head);
    }
    c->body_left -= n;
    if (c->body_left > 0)
        return true;
    answered(c);
    return false;
}

static void handle(struct connection *c, uint32_t events)
{
    if (c->fd < 0)
        return;
    if (c->record && !c->record->connected && events & EPOLLOUT && !(events & EPOLLERR))
        c->record->connected = now_us();
    if (events & EPOLLOUT && !(events & (EPOLLERR | EPOLLIN | EPOLLRDHUP)) && c->record) {
        send_more(c);
        return;
    }
    while (receive(c))
        ;
}

/* Whoever waits longer than anybody would. */
static void lose_patience(int64_t now)
{
    for (struct connection *c = all.busy.first, *next; c; c = next) {
        next = c->next;
        if (now - c->record->begun < (int64_t)(all.patience * 1e6))
            continue;
        c->answered_before = false;
        fail(c, OUT_OF_TIME);
    }
}

/* How long until something is due. A caller who was answered is due at once. */
static int64_t begin_due(void)
{
    int64_t now = now_us(), until = (int64_t)(all.seconds * 1e6);
    for (; all.callers && all.wanting && all.begun < all.count && now < until; all.wanting--) {
        all.records[all.begun].due = now;
        begin(&all.records[all.begun++]);
    }
    while (!all.callers && all.begun < all.count && all.records[all.begun].due <= now && all.records[all.begun].due < until)
        begin(&all.records[all.begun++]);
    if (all.callers || all.begun == all.count || all.records[all.begun].due >= until)
        return 100000;
    int64_t left = all.records[all.begun].due - now_us();
    return left < 0 ? 0 : left > 100000 ? 100000 : left;
}

static void run(void)
{
    int64_t until = (int64_t)(all.seconds * 1e6), looked = 0;
    double due = 0;
    for (size_t i = 0; i < all.count && !all.callers; i++)
        all.records[i].due = (int64_t)(due += -log(1 - drand48()) / all.rate * 1e6);
    all.start = now_us();
    all.wanting = all.callers;
    while (now_us() < until || all.open) {
        struct epoll_event events[256];
        int64_t wait = begin_due();
        struct timespec spell = {.tv_nsec = wait * 1000};
        int count = epoll_pwait2(all.epoll, events, 256, &spell, NULL);
        for (int i = 0; i < count; i++)
            handle(events[i].data.ptr, events[i].events);
        bury();
        if (now_us() - looked < 100000)
            continue;
        looked = now_us();
        lose_patience(looked);
    }
}

static void read_requests(const char *path)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &stat) != 0)
        exit(2);
    const unsigned char *at = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0), *stop = at + stat.st_size;
    if (at == MAP_FAILED)
        exit(2);
    close(fd);
    all.records = calloc((size_t)stat.st_size / 4 + 1, sizeof *all.records);
    if (!all.records)
        abort();
    for (uint32_t length; at + 4 <= stop; at += 4 + length) {
        memcpy(&length, at, 4);
        all.records[all.count++] = (struct record){.request = at + 4, .length = length};
    }
}

static void write_records(const char *path)
{
    FILE *out = fopen(path, "we");
    if (!out)
        exit(2);
    for (size_t i = 0; i < all.begun; i++) {
        const struct record *r = &all.records[i];
        fprintf(out, "%zu,%lld,%lld,%lld,%lld,%lld,%d,%s,%d,%d,%d\n", i, (long long)r->due, (long long)r->begun, (long long)r->connected, (long long)r->sent, (long long)r->ended, r->status,
                outcome_names[r->outcome], r->retry_after, r->again, r->fresh);
    }
    if (fclose(out) != 0)
        exit(2);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"port", 1, NULL, 'p'}, {"rate", 1, NULL, 'r'}, {"callers", 1, NULL, 'c'}, {"seconds", 1, NULL, 's'}, {"patience", 1, NULL, 't'}, {"seed", 1, NULL, 'n'}, {0}};
    struct rlimit files;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'p': all.port = atoi(optarg); break;
        case 'r': all.rate = atof(optarg); break;
        case 'c': all.callers = (unsigned)atoi(optarg); break;
        case 's': all.seconds = atof(optarg); break;
        case 't': all.patience = atof(optarg); break;
        case 'n': srand48(atol(optarg)); break;
        default: return 2;
        }
    }
    if (argc - optind != 2 || !all.port || (all.rate > 0) == (all.callers > 0))
        return 2;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    all.epoll = epoll_create1(EPOLL_CLOEXEC);
    read_requests(argv[optind]);
    run();
    write_records(argv[optind + 1]);
    return 0;
}
