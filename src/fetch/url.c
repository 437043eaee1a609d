#include "url.h"
#include <curl/curl.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include "fetch/fetch.h"

/* Parsed by the library that will connect, so that no second reading of the text can differ from its own. */
static CURLU *url_read(const char *text)
{
    CURLU *url = curl_url();
    if (url && curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME | CURLU_DISALLOW_USER) == CURLUE_OK)
        return url;
    curl_url_cleanup(url);
    return NULL;
}

static bool part_same(CURLU *a, CURLU *b, CURLUPart part)
{
    char *left = NULL, *right = NULL;
    bool same = curl_url_get(a, part, &left, CURLU_DEFAULT_PORT) == CURLUE_OK && curl_url_get(b, part, &right, CURLU_DEFAULT_PORT) == CURLUE_OK
        && strcasecmp(left, right) == 0;
    curl_free(left);
    curl_free(right);
    return same;
}

bool url_same_origin(const char *a, const char *b)
{
    CURLU *left = url_read(a), *right = url_read(b);
    bool same = left && right && part_same(left, right, CURLUPART_SCHEME) && part_same(left, right, CURLUPART_HOST) && part_same(left, right, CURLUPART_PORT);
    curl_url_cleanup(left);
    curl_url_cleanup(right);
    return same;
}

const char *fetch_url_fault(const char *text, bool allow_http)
{
    char *scheme = NULL;
    CURLU *url = url_read(text);
    if (!url)
        return "is not an absolute URL without user and password";
    bool fine = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK && (strcmp(scheme, "https") == 0 || (allow_http && strcmp(scheme, "http") == 0));
    curl_free(scheme);
    curl_url_cleanup(url);
    return fine ? NULL : allow_http ? "must begin with https:// or http://" : "must begin with https://";
}
