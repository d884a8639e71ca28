/* scan.h — reads text_plain() text word by word; what the readers of dates and amounts share.
 *
 * Spaces mean nothing before a word.  False leaves *p where it was.
 */
#ifndef STEWARD_BASE_SCAN_H
#define STEWARD_BASE_SCAN_H

#include <stdbool.h>

bool scan_word(const char **p, const char *word);
bool scan_any(const char **p, const char *const *words); /* the first of a list that ends with NULL */

struct scan_number {
    int value;
    int digits; /* how many when written in Arabic digits; 0: in Chinese */
};
bool scan_number(const char **p, struct scan_number *ret_number); /* as text_number() */

void scan_spaces(const char **p);
bool scan_is_digit(char c);

#endif
