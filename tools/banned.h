/* banned.h — calls this program does without; `make lint` includes it before every file.
 *
 * The headers that declare them come first: poison is for what follows.
 */
#ifndef STEWARD_TOOLS_BANNED_H
#define STEWARD_TOOLS_BANNED_H

#include <alloca.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
/* Write past the end, or cannot tell whether they did: use buf.h, arena_printf(), snprintf(). */
#pragma GCC poison strcpy strcat sprintf vsprintf gets alloca
/* Keep hidden state between calls, or between threads: use text_split(), gmtime_r(). */
#pragma GCC poison strtok localtime gmtime ctime asctime tmpnam
/* Cannot say that the text was no number: use strtol() and check its end, money_parse(). */
#pragma GCC poison atoi atol atoll atof
/* Memory lives in arenas (base/arena.h); tools/lint names the few files that allocate otherwise. */
#ifndef STEWARD_MAY_ALLOCATE
#pragma GCC poison malloc calloc realloc strdup strndup asprintf vasprintf
#endif

#endif
