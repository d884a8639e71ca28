/* disk.h — how much room there is where a file lies. */
#ifndef STEWARD_BASE_DISK_H
#define STEWARD_BASE_DISK_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes that may still be written beside the file; false, with errno, when its folder cannot be looked at. */
bool disk_free(const char *file, int64_t *ret_bytes);
/* Bytes of the file; 0 when there is none. */
int64_t file_bytes(const char *file);

#endif
