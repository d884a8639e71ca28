/* text_points.h — code points, for what compares texts character by character. */
#ifndef STEWARD_BASE_TEXT_POINTS_H
#define STEWARD_BASE_TEXT_POINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utf8proc.h>

enum { POINT_REPLACEMENT = 0xFFFD };

/* The code point s begins with and how many bytes it takes: 0 at the end; 1 and U+FFFD for a byte that is no UTF-8. */
size_t point_next(const char *s, int32_t *ret_point);

/* The same for the code point that ends at `end`, which lies behind s. */
size_t point_before(const char *s, const char *end, int32_t *ret_point);

/* White space, control characters, zero-width and direction marks. */
bool point_is_unseen(int32_t c);

#endif
