/* The floor of HTTP: ulfius that answers 200 with a small body and does nothing else, started as the service starts it. */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

static int on_request(const struct _u_request *request, struct _u_response *response, void *data)
{
    (void)request, (void)data;
    u_map_put(response->map_header, "Content-Type", "application/json");
    ulfius_set_binary_body_response(response, 200, "{\"status\":\"ok\"}", 15);
    return U_CALLBACK_COMPLETE;
}

static void quiet(void *class, const char *format, va_list args)
{
    (void)class, (void)format, (void)args;
}

int main(int argc, char **argv)
{
    struct _u_instance instance;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)(argc > 1 ? atoi(argv[1]) : 8081))};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)mhd_request_completed, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)ulfius_uri_logger, NULL},
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)quiet, NULL},
        {MHD_OPTION_SOCK_ADDR, 0, &address},
        {MHD_OPTION_THREAD_STACK_SIZE, 192 * 1024, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (ulfius_init_instance(&instance, 1, NULL, NULL) != U_OK ||
        ulfius_add_endpoint_by_val(&instance, "*", NULL, "*", 0, on_request, NULL) != U_OK)
        return 1;
    instance.check_utf8 = 0;
    instance.allowed_post_processor = U_POST_PROCESS_NONE;
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD;
    if (ulfius_start_framework_with_mhd_options(&instance, flags, options) != U_OK)
        return 1;
    int signal;
    sigwait(&set, &signal);
    ulfius_stop_framework(&instance);
    ulfius_clean_instance(&instance);
    return 0;
}
