/* pinyin.c — looks readings up in the table that tools/pinyin.c prints. */
#include "base/pinyin.h"

#include <utf8proc.h>

extern const unsigned short pinyin_of[];
extern const char pinyin_syllables[][8];

enum { FIRST = 0x3400, LAST = 0x9FFF };

const char *pinyin_syllable(uint32_t character)
{
    return character >= FIRST && character <= LAST ? pinyin_syllables[pinyin_of[character - FIRST]] : "";
}

const char *pinyin_next(const char **s)
{
    static const char plain[][2] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b",
                                    "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n",
                                    "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
    utf8proc_int32_t c;
    const utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
    *s += n > 0 ? n : 1;
    if (n == 1 && c >= '0' && c <= '9')
        return plain[c - '0'];
    if (n == 1 && c >= 'a' && c <= 'z')
        return plain[10 + c - 'a'];
    return n > 1 ? pinyin_syllable((uint32_t)c) : "";
}

bool pinyin_add(const char *text, size_t most, struct buf *initials, struct buf *letters)
{
    bool chinese = false;
    const char *s = text;
    for (size_t i = 0; i < most && *s; i++) {
        bool ascii = (unsigned char)*s < 0x80;
        chinese = (*pinyin_next(&s) && !ascii) || chinese;
    }
    if (!chinese)
        return false;
    for (s = text; most > 0 && *s; most--) {
        const char *typed = pinyin_next(&s);
        if (*typed)
            buf_char(initials, *typed);
        buf_text(letters, typed);
    }
    return true;
}
