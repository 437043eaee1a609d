#include "fetch/fetch.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/clock.h"
#include "base/network.h"
#include "url.h"

enum { MOST_REDIRECTS = 3, HEADERS_MAX = 65536, CONNECT_MS = 5000 };

struct fetcher { struct fetcher_settings settings; };

/* One request under way. */
struct attempt {
    const struct fetcher *fetcher;
    const struct fetch_request *request;
    struct buffer body;
    size_t header_bytes;
    bool forbidden, too_large, answered;
};

static void library_init(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
}

struct fetcher *fetcher_new(const struct fetcher_settings *settings)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, library_init);
    struct fetcher *fetcher = calloc(1, sizeof *fetcher);
    if (fetcher)
        fetcher->settings = *settings;
    return fetcher;
}

void fetcher_free(struct fetcher *fetcher)
{
    free(fetcher);
}

static bool may_reach(const struct fetcher *fetcher, const struct network_address *address)
{
    if (network_is_public(address))
        return true;
    for (size_t i = 0; i < fetcher->settings.network_count; i++)
        if (network_holds(fetcher->settings.networks[i], address))
            return true;
    return false;
}

/* The address as it is connected to: the name has been resolved, and is not resolved again. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct attempt *attempt = context;
    struct network_address address = {0};
    (void)purpose;
    if (to->family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, &to->addr, sizeof four);
        memcpy(address.bytes, &four.sin_addr, 4);
    } else if (to->family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, &to->addr, sizeof six);
        memcpy(address.bytes, &six.sin6_addr, 16);
        address.six = true;
    } else {
        return CURL_SOCKET_BAD;
    }
    if (!may_reach(attempt->fetcher, &address)) {
        attempt->forbidden = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct attempt *attempt = context;
    size_t length = size * count;
    if (length > attempt->request->size_max - attempt->body.length) {
        attempt->too_large = true;
        return 0;
    }
    buffer_add(&attempt->body, data, length);
    return attempt->body.failed ? 0 : length;
}

static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    struct attempt *attempt = context;
    size_t length = size * count;
    attempt->header_bytes += length;
    /* The line that ends the headers; of an interim answer (100) too, which is followed by others. */
    attempt->answered = length <= 2 && data[0] != 'H';
    attempt->too_large = attempt->too_large || attempt->header_bytes > HEADERS_MAX;
    return attempt->too_large ? 0 : length;
}

static int look_up_from_waiting(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct attempt *attempt = context;
    (void)a, (void)b, (void)c, (void)d;
    return attempt->request->cancelled && atomic_load(attempt->request->cancelled);
}

static bool set_up(CURL *curl, struct attempt *attempt, struct curl_slist *headers)
{
    const struct fetch_request *request = attempt->request;
    const char *ca_file = attempt->fetcher->settings.ca_file;
    bool fine = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, request->allow_http ? "https,http" : "https") == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK /* none, whatever the environment says */
        && curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK /* a look-up of a name that hangs holds up neither deadline nor stop */
        && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK
        && (!ca_file || !*ca_file || curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file) == CURLE_OK)
        && curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, attempt) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_WRITEDATA, attempt) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_HEADERDATA, attempt) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up_from_waiting) == CURLE_OK && curl_easy_setopt(curl, CURLOPT_XFERINFODATA, attempt) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L) == CURLE_OK
        && curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
    if (fine && strcmp(request->method, "POST") == 0)
        fine = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length) == CURLE_OK
            && curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request->body ? request->body : "") == CURLE_OK;
    return fine;
}

static enum fetch_outcome outcome_of(CURLcode code, const struct attempt *attempt)
{
    if (code == CURLE_OK)
        return FETCH_OK;
    if (attempt->too_large)
        return FETCH_TOO_LARGE;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return FETCH_TIMEOUT;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return FETCH_CANCELLED;
    if (attempt->forbidden)
        return FETCH_FORBIDDEN;
    switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_LOGIN_DENIED:
        return FETCH_BAD_URL;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
        return FETCH_TLS;
    default:
        return FETCH_UNREACHABLE;
    }
}

static const char *header_copy(CURL *curl, struct arena *arena, const char *name)
{
    struct curl_header *header;
    return curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? arena_strdup(arena, header->value) : "";
}

static void answer_copy(CURL *curl, struct attempt *attempt, struct arena *arena, long status, struct fetch_answer *ret_answer)
{
    *ret_answer = (struct fetch_answer){
        .status = (int)status,
        .body = arena_strndup(arena, attempt->body.length ? attempt->body.data : "", attempt->body.length), .body_length = attempt->body.length,
        .content_type = header_copy(curl, arena, "Content-Type"),
        .cache_control = header_copy(curl, arena, "Cache-Control"),
        .retry_after = header_copy(curl, arena, "Retry-After"),
    };
}

/* Where an answer sends us on to; NULL = nowhere. Lives as long as the handle. */
static const char *sends_on(CURL *curl, const struct fetch_request *request, long status)
{
    char *to = NULL;
    bool may = strcmp(request->method, "GET") == 0 && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    return may && curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &to) == CURLE_OK ? to : NULL;
}

static enum fetch_outcome follow(CURL *curl, struct attempt *attempt, struct arena *arena, struct fetch_answer *ret_answer)
{
    int64_t until = clock_monotonic_us() + (int64_t)attempt->request->deadline_ms * 1000;
    const char *url = attempt->request->url;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
        long status = 0, left_ms = (long)((until - clock_monotonic_us()) / 1000);
        if (left_ms <= 0)
            return FETCH_TIMEOUT;
        buffer_clear(&attempt->body);
        attempt->header_bytes = 0;
        if (curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, left_ms) != CURLE_OK || curl_easy_setopt(curl, CURLOPT_URL, url) != CURLE_OK)
            return FETCH_BAD_URL;
        attempt->answered = false;
        CURLcode code = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (code != CURLE_OK && !(attempt->request->status_alone && attempt->answered && status >= 200))
            return outcome_of(code, attempt);
        const char *next = sends_on(curl, attempt->request, status);
        if (!next) {
            answer_copy(curl, attempt, arena, status, ret_answer);
            return FETCH_OK;
        }
        if (!url_same_origin(attempt->request->url, next))
            return FETCH_REDIRECTED;
        url = arena_strdup(arena, next);
    }
    return FETCH_REDIRECTED;
}

enum fetch_outcome fetch(const struct fetcher *fetcher, const struct fetch_request *request, struct arena *arena, struct fetch_answer *ret_answer)
{
    struct attempt attempt = {.fetcher = fetcher, .request = request};
    struct curl_slist *headers = curl_slist_append(NULL, "User-Agent: wuye");
    enum fetch_outcome outcome = FETCH_UNREACHABLE;
    if (fetch_url_fault(request->url, request->allow_http)) {
        curl_slist_free_all(headers);
        return FETCH_BAD_URL;
    }
    bool fine = headers != NULL;
    for (size_t i = 0; fine && request->headers && request->headers[i]; i++)
        fine = curl_slist_append(headers, request->headers[i]) != NULL;
    buffer_init(&attempt.body);
    CURL *curl = curl_easy_init();
    if (curl && fine && set_up(curl, &attempt, headers))
        outcome = follow(curl, &attempt, arena, ret_answer);
    if (curl)
        curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    buffer_release(&attempt.body);
    return outcome;
}

const char *fetch_outcome_text(enum fetch_outcome outcome)
{
    switch (outcome) {
    case FETCH_OK: return "answered";
    case FETCH_BAD_URL: return "not a URL that may be asked for";
    case FETCH_FORBIDDEN: return "the address is not public, and fetch_networks does not allow it";
    case FETCH_UNREACHABLE: return "cannot be reached";
    case FETCH_TLS: return "the TLS certificate does not verify";
    case FETCH_TIMEOUT: return "took too long";
    case FETCH_TOO_LARGE: return "the answer is too large";
    case FETCH_REDIRECTED: return "sends to another origin";
    case FETCH_CANCELLED: return "cancelled";
    }
    return "failed";
}
