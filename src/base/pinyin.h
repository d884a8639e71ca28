/* pinyin.h — Chinese as people type it: syllables in a–z without tones, ü as v.
 *
 * Every character has one reading here, the most common one (in names where that differs: tools/pinyin.c); a name whose
 * reading is another, 重 in 重庆, is found by its characters all the same.
 */
#ifndef STEWARD_BASE_PINYIN_H
#define STEWARD_BASE_PINYIN_H

#include "base/buf.h"

#include <stdbool.h>

/* "wei" for 渭; "" for what is no Chinese character. */
const char *pinyin_syllable(uint32_t character);

/* Adds both ways to type the first `most` characters of folded text: 渭南5G → "wn5g" and "WeiNan5g", so that syllables
 * can be told.  False, adding nothing, when there is no Chinese in it. */
bool pinyin_add(const char *text, size_t most, struct buf *initials, struct buf *letters);

/* Letters as typed, split into syllables in the ways there are, the last perhaps unfinished: xian → "Xian", "XiaN",
 * "XiAn".  The longest syllables first, at most PINYIN_SPLITS; ends with NULL.  None when it is no pinyin. */
enum { PINYIN_SPLITS = 6 };
char **pinyin_splits(struct arena *a, const char *typed);

#endif
