/* number_text.h — a number as a workbook stores it → the decimal text people mean. */
#ifndef STEWARD_OFFICE_NUMBER_TEXT_H
#define STEWARD_OFFICE_NUMBER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

enum { NUMBER_TEXT_MAX = 48 };

/* Read s[0..n), which looks like -12.5E+3, and write its value at 15 significant digits, which is what Excel keeps and
 * shows: "8.699999999999999" gives 8.7, "1.6102e+17" gives 161020000000000000.  Plain digits, no trailing zeros;
 * an exponent is written only where plain digits would need more than 20 zeros.  False when it is not a number. */
bool number_text(const char *s, size_t n, double *ret_number, char ret_text[NUMBER_TEXT_MAX], size_t *ret_n);

#endif
