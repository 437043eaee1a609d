/* The process as a whole, under the names that Prometheus' own client libraries use; and the heap, because memory that free() gave back and the allocator
 * keeps looks from outside like a leak. */
#include <dirent.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "private.h"

static uint64_t count_entries(const char *folder)
{
    uint64_t count = 0;
    DIR *open = opendir(folder);
    if (!open)
        return 0;
    for (const struct dirent *entry; (entry = readdir(open));)
        count += *entry->d_name != '.';
    closedir(open);
    return count;
}

static uint64_t resident_bytes(void)
{
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    const char *second = read ? strchr(line, ' ') : NULL; /* the first is what is mapped */
    return second ? strtoull(second, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static void figure(struct buffer *out, const char *name, const char *help, uint64_t value)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %" PRIu64 "\n", name, help, name, name, value);
}

void process_write(struct buffer *out)
{
    struct rlimit files = {0};
    (void)getrlimit(RLIMIT_NOFILE, &files);
    uint64_t open = count_entries("/proc/self/fd");
    struct mallinfo2 heap = mallinfo2();
    figure(out, "process_resident_memory_bytes", "Memory of the process that is there.", resident_bytes());
    figure(out, "process_open_fds", "Open files and sockets.", open ? open - 1 : 0); /* one is that of the look itself */
    figure(out, "process_max_fds", "As many may be open.", files.rlim_cur);
    figure(out, "process_threads", "Threads: one a connection and a few.", count_entries("/proc/self/task"));
    figure(out, "wuye_heap_used_bytes", "Heap that is in use.", heap.uordblks + heap.hblkhd);
    figure(out, "wuye_heap_held_bytes", "Heap that the allocator has of the system, in use or not.", heap.arena + heap.hblkhd);
}

/* glibc lets the size from which a block is mapped by itself, and what an arena keeps when it is free, grow with the largest block that was ever freed. One
 * password hash (argon2_memory_kib) then makes every arena keep as much for good: measured here, 200 MiB held for 16 in use. Said once, both stay. */
void process_bound_heap(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

size_t process_allow_files(size_t wanted)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return wanted;
    if (files.rlim_cur < wanted && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        if (setrlimit(RLIMIT_NOFILE, &files) != 0)
            (void)getrlimit(RLIMIT_NOFILE, &files);
    }
    return files.rlim_cur;
}
