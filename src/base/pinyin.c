/* pinyin.c — looks readings up in the tables that tools/pinyin.c prints. */
#include "base/pinyin.h"

#include "base/arena.h"

#include <string.h>
#include <utf8proc.h>

enum { FIRST = 0x3400, LAST = 0x9FFF, LENGTH_MOST = 7, TYPED_MOST = 60 };

extern const unsigned short pinyin_of[];
extern const char pinyin_syllables[][LENGTH_MOST + 1];
extern const int pinyin_syllable_count;

const char *pinyin_syllable(uint32_t character)
{
    return character >= FIRST && character <= LAST ? pinyin_syllables[pinyin_of[character - FIRST]] : "";
}

/* ---- what a text is typed as ---- */

static char capital(char c)
{
    return (char)(c - 'a' + 'A');
}

static bool is_plain(int32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static int32_t next_character(const char **s)
{
    utf8proc_int32_t c;
    const utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
    *s += n > 0 ? n : 1;
    return n > 0 ? c : 0;
}

static bool has_chinese(const char *s, size_t most)
{
    for (; most > 0 && *s; most--)
        if (*pinyin_syllable((uint32_t)next_character(&s)))
            return true;
    return false;
}

bool pinyin_add(const char *text, size_t most, struct buf *initials, struct buf *letters)
{
    if (!has_chinese(text, most))
        return false;
    for (const char *s = text; most > 0 && *s; most--) {
        const int32_t c = next_character(&s);
        const char *syllable = pinyin_syllable((uint32_t)c);
        if (*syllable) {
            buf_char(initials, *syllable);
            buf_char(letters, capital(*syllable));
            buf_text(letters, syllable + 1);
        } else if (is_plain(c)) {
            buf_char(initials, (char)c);
            buf_char(letters, (char)c);
        }
    }
    return true;
}

/* ---- what was typed ---- */

/* Is there a syllable of these n letters, or, unfinished, one that begins with them? */
static bool is_syllable(const char *s, size_t n, bool unfinished)
{
    if (n == 1 && !unfinished && !strchr("aeo", *s)) /* 嗯 and 呒 are in no name */
        return false;
    for (int i = 1; i < pinyin_syllable_count; i++)
        if (strncmp(pinyin_syllables[i], s, n) == 0 && (unfinished || pinyin_syllables[i][n] == '\0'))
            return true;
    return false;
}

struct splitting {
    struct arena *arena;
    char **found;
    size_t count;
    char letters[TYPED_MOST + 1]; /* as split so far */
};

static void split(struct splitting *s, size_t from)
{
    const size_t left = strlen(s->letters + from);
    for (size_t n = left < LENGTH_MOST ? left : LENGTH_MOST; n > 0 && s->count < PINYIN_SPLITS; n--) {
        if (!is_syllable(s->letters + from, n, n == left))
            continue;
        char first = s->letters[from];
        s->letters[from] = capital(first);
        if (n == left)
            s->found[s->count++] = arena_strdup(s->arena, s->letters);
        else
            split(s, from + n);
        s->letters[from] = first;
    }
}

char **pinyin_splits(struct arena *a, const char *typed)
{
    struct splitting s = {.arena = a, .found = arena_array(a, PINYIN_SPLITS + 1, sizeof(char *))};
    size_t n = strlen(typed);
    if (n > TYPED_MOST || strspn(typed, "abcdefghijklmnopqrstuvwxyz") != n)
        return s.found;
    memcpy(s.letters, typed, n + 1);
    split(&s, 0);
    return s.found;
}
