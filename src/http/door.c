#include "door.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/clock.h"
#include "refusal.h"

#define BATCH 64
#define HEAD_MAX 16384
#define SILENT_US 2000000  /* who has not said what he wants by then is let go */
#define LEAVING_US 1000000 /* who was told has so long to read it and go */
#define LOOK_MS 250
#define BREATH_US 10000    /* when the process may open no more files */

/* Who stands at the door. */
struct guest {
    int socket;
    bool told;
    enum http_crowding crowding;
    int64_t since_us;
    struct sockaddr_storage address;
    socklen_t size;
    struct guest *next, *previous; /* oldest first, or the next free one */
};

struct line { struct guest *first, *last; };

struct door {
    const struct http_settings *settings;
    struct watch *watch;
    struct MHD_Daemon *daemon;
    pthread_t thread;
    int listening, events, bell;
    bool tells; /* it can read what comes: no TLS */
    struct line waiting, told;
    struct guest *free;
    size_t used; /* of the guests: the rest has never been */
    struct guest guests[DOOR_GUESTS_MAX];
    char head[HEAD_MAX + 1];
};

static void stand(struct line *line, struct guest *guest)
{
    guest->next = NULL;
    guest->previous = line->last;
    *(line->last ? &line->last->next : &line->first) = guest;
    line->last = guest;
}

static void step_out(struct line *line, struct guest *guest)
{
    *(guest->previous ? &guest->previous->next : &line->first) = guest->next;
    *(guest->next ? &guest->next->previous : &line->last) = guest->previous;
}

/* The socket is not the door's any more. */
static void forget(struct door *door, struct guest *guest)
{
    step_out(guest->told ? &door->told : &door->waiting, guest);
    guest->socket = -1;
    guest->next = door->free;
    door->free = guest;
}

static void let_go(struct door *door, struct guest *guest)
{
    if (!guest->told)
        crowd_count(door->watch, true);
    close(guest->socket);
    forget(door, guest);
}

static void hand_over(struct door *door, int socket, const struct sockaddr_storage *address, socklen_t size)
{
    if (MHD_add_connection(door->daemon, socket, (const struct sockaddr *)(const void *)address, size) == MHD_YES)
        return;
    /* The library has closed what it cannot take. */
    watch_forget(door->watch, socket);
    crowd_count(door->watch, true);
}

static void tell(struct door *door, struct guest *guest, size_t length)
{
    char remote[INET6_ADDRSTRLEN];
    struct buffer answer BUFFER_CLEANUP;
    buffer_init(&answer);
    describe_peer((const struct sockaddr *)(const void *)&guest->address, remote, sizeof remote);
    refusal_write(door->settings, door->head, length, remote, guest->crowding, &answer);
    ssize_t sent = answer.failed ? -1 : send(guest->socket, answer.data, answer.length, MSG_NOSIGNAL);
    if (sent != (ssize_t)answer.length) {
        let_go(door, guest);
        return;
    }
    shutdown(guest->socket, SHUT_WR);
    step_out(&door->waiting, guest);
    guest->told = true;
    guest->since_us = clock_monotonic_us();
    stand(&door->told, guest);
    crowd_count(door->watch, false);
}

/* A socket that is closed while something in it is unread is reset, and the answer may be lost with it: so the rest is read, and thrown away. */
static void see_off(struct door *door, struct guest *guest)
{
    ssize_t n;
    int parts = 0;
    do
        n = recv(guest->socket, door->head, HEAD_MAX, 0);
    while (n > 0 && ++parts < BATCH);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        let_go(door, guest);
}

/* Nothing more will come from who sent a head and no body: when it is read, the socket can be closed at once, and nothing is lost. */
static bool is_all(const char *head, size_t length)
{
    return (strncmp(head, "GET ", 4) == 0 || strncmp(head, "HEAD ", 5) == 0) && length >= 4 && memcmp(head + length - 4, "\r\n\r\n", 4) == 0;
}

static void listen_to(struct door *door, struct guest *guest)
{
    ssize_t length = recv(guest->socket, door->head, HEAD_MAX, MSG_PEEK);
    if (length < 0 && errno == EAGAIN)
        return;
    if (length <= 0) { /* it has gone by itself */
        close(guest->socket);
        forget(door, guest);
        return;
    }
    enum refusable wanted = refusable(door->head, (size_t)length, length < HEAD_MAX);
    if (wanted == REFUSABLE) {
        bool all = is_all(door->head, (size_t)length);
        tell(door, guest, (size_t)length);
        bool read = guest->told && all && recv(guest->socket, door->head, (size_t)length, 0) == length;
        if (read)
            let_go(door, guest);
        else if (guest->told)
            see_off(door, guest);
    } else if (wanted == REFUSABLE_NOT && crowd_margin_left(door->watch)) {
        epoll_ctl(door->events, EPOLL_CTL_DEL, guest->socket, NULL);
        hand_over(door, guest->socket, &guest->address, guest->size);
        forget(door, guest);
    } else if (wanted == REFUSABLE_NOT) {
        let_go(door, guest);
    }
}

/* Who was told has been told, whether or not he has gone yet; else whoever has said nothing for longest goes. Nobody is left to wait in the kernel's queue instead: when that is full, what is sent is dropped, comes
 * again much later, and everybody looks silent. */
static struct guest *room_for_one(struct door *door)
{
    if (!door->free && door->used < DOOR_GUESTS_MAX) {
        door->free = &door->guests[door->used++];
        *door->free = (struct guest){.socket = -1};
    }
    if (!door->free)
        let_go(door, door->told.first ? door->told.first : door->waiting.first);
    struct guest *guest = door->free;
    door->free = guest->next;
    return guest;
}

static void keep_at_the_door(struct door *door, int socket, const struct sockaddr_storage *address, socklen_t size, enum http_crowding crowding)
{
    struct guest *guest = room_for_one(door);
    *guest = (struct guest){.socket = socket, .crowding = crowding, .since_us = clock_monotonic_us(), .address = *address, .size = size};
    stand(&door->waiting, guest);
    /* Edges: what has been looked at and is not whole wakes nobody until there is more. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLET, .data.ptr = guest};
    listen_to(door, guest); /* mostly it is all there */
    if (guest->socket == socket && epoll_ctl(door->events, EPOLL_CTL_ADD, socket, &event) != 0)
        let_go(door, guest);
}

static void receive(struct door *door, int socket, const struct sockaddr_storage *address, socklen_t size)
{
    /* No thread is made for a request that would be refused by it. */
    const struct http_settings *settings = door->settings;
    bool in_vain = door->tells && settings->full && settings->full(settings->context);
    enum http_crowding crowding = in_vain ? HTTP_FULL : watch_expect(door->watch, socket, (const struct sockaddr *)(const void *)address);
    if (crowding == HTTP_ROOM || (!door->tells && crowd_margin_left(door->watch))) {
        hand_over(door, socket, address, size);
    } else if (door->tells) {
        keep_at_the_door(door, socket, address, size, crowding);
    } else {
        crowd_count(door->watch, true);
        close(socket);
    }
}

static void take(struct door *door)
{
    for (int i = 0; i < BATCH; i++) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        int socket = accept4(door->listening, (struct sockaddr *)(void *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket >= 0)
            receive(door, socket, &address, size);
        else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            usleep(BREATH_US);
        if (socket < 0 && errno != ECONNABORTED && errno != EINTR)
            return;
    }
}

static void look_round(struct door *door)
{
    int64_t now = clock_monotonic_us();
    while (door->told.first && now - door->told.first->since_us > LEAVING_US)
        let_go(door, door->told.first);
    while (door->waiting.first && now - door->waiting.first->since_us > SILENT_US)
        let_go(door, door->waiting.first);
}

static void attend(struct door *door, struct guest *guest)
{
    if (guest->socket < 0)
        return; /* it was let go for another in this very round */
    if (guest->told)
        see_off(door, guest);
    else
        listen_to(door, guest);
}

static void *keep(void *argument)
{
    struct door *door = argument;
    int64_t looked_us = 0;
    for (bool open = true; open;) {
        struct epoll_event events[BATCH];
        int count = epoll_wait(door->events, events, BATCH, door->told.first || door->waiting.first ? LOOK_MS : -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == &door->bell)
                open = false;
            else if (events[i].data.ptr == door)
                take(door);
            else
                attend(door, events[i].data.ptr);
        }
        if (clock_monotonic_us() - looked_us < LOOK_MS * 1000)
            continue;
        looked_us = clock_monotonic_us();
        look_round(door);
    }
    return NULL;
}

static void door_free(struct door *door)
{
    for (size_t i = 0; i < door->used; i++)
        if (door->guests[i].socket >= 0)
            close(door->guests[i].socket);
    if (door->events >= 0)
        close(door->events);
    if (door->bell >= 0)
        close(door->bell);
    free(door);
}

struct door *door_open(const struct http_settings *settings, struct watch *watch, struct MHD_Daemon *daemon, int listening)
{
    struct door *door = calloc(1, sizeof *door);
    if (!door)
        return NULL;
    /* Member by member: to assign the whole would touch every guest's place. */
    door->settings = settings;
    door->watch = watch;
    door->daemon = daemon;
    door->listening = listening;
    door->tells = !settings->tls.certificate || !*settings->tls.certificate;
    door->events = epoll_create1(EPOLL_CLOEXEC);
    door->bell = eventfd(0, EFD_CLOEXEC);
    struct epoll_event comes = {.events = EPOLLIN, .data.ptr = door}, rings = {.events = EPOLLIN, .data.ptr = &door->bell};
    if (epoll_ctl(door->events, EPOLL_CTL_ADD, listening, &comes) == 0 && epoll_ctl(door->events, EPOLL_CTL_ADD, door->bell, &rings) == 0 && pthread_create(&door->thread, NULL, keep, door) == 0)
        return door;
    door_free(door);
    return NULL;
}

void door_close(struct door *door)
{
    if (!door)
        return;
    (void)eventfd_write(door->bell, 1);
    pthread_join(door->thread, NULL);
    door_free(door);
}
