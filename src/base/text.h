/* text.h — UTF-8 text: normal forms, Chinese numerals, comparing labels and names. */
#ifndef STEWARD_BASE_TEXT_H
#define STEWARD_BASE_TEXT_H

#include "base/ctx.h"

bool text_is_utf8(const char *s, size_t n);
size_t text_chars(const char *s);                    /* code points */
bool text_is_empty(const char *s);                   /* NULL, or white space only (any Unicode space) */
bool text_equal(const char *a, const char *b);       /* strcmp that takes NULL */
bool text_starts(const char *s, const char *prefix); /* NULL starts with nothing */
bool text_has(const char *s, const char *part);      /* NULL has nothing */

/* As stored: NFC, control and invisible direction characters gone (a tab becomes a space), spaces trimmed at both
 * ends, CRLF as LF.  Bytes that are no UTF-8 become U+FFFD.  NULL for empty.  Full-width forms are kept as typed. */
char *text_clean(struct arena *a, const char *s);

/* As compared: NFKC (full-width to half-width), lower case, all spaces and line breaks gone, quotes, brackets
 * and dashes unified.  For heads, choice labels and names; never stored as data. */
char *text_fold(struct arena *a, const char *s);

/* As text_fold() into `room` bytes of the caller's, but every run of white space is kept as one ' ' (none at the
 * ends) and ~ stays ~: what parsers read.  False when it does not fit, is no UTF-8 or beyond 1024 characters. */
SW_CHECKED bool text_plain(const char *s, char *ret, size_t room);

/* Codes as the standards write them: NFKC, upper case, no spaces, dashes as "-". */
char *text_code(struct arena *a, const char *s);

/* The number s begins with, "12" "十二" "一百零五" "二〇二三", below 1,000,000,000.  Returns how many bytes it
 * takes; 0 when s begins with none.  Takes folded text. */
size_t text_number(const char *s, int *ret_number);

/* "一" "十二" "二十、" "(三)" "第四" "IV." "3" "③" → number; 0 when it is not an ordinal or beyond 9999. */
int text_ordinal(const char *s);

/* How alike two names are, 0…100: 100 only when equal once folded; edit distance over code points otherwise.  Of
 * long texts the beginnings are compared, so that the cost is bounded. */
int text_likeness(struct arena *a, const char *x, const char *y);

/* "a b c" → NULL-terminated list in the arena; empty pieces are left out.  NULL gives an empty list. */
char **text_split(struct arena *a, const char *s, char separator);
/* Is it one of these, which spaces divide? */
bool text_has_word(const char *words, const char *word);

/* Unified social credit code, GB 32100-2015: shape and check digit.  Takes text_code() form. */
bool text_is_credit_code(const char *s);

#endif
