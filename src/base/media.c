/* media.c — tells files apart by their first bytes, and cleans their names. */
#include "base/media.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool begins(const void *bytes, size_t size, const char *with, size_t n)
{
    return size >= n && memcmp(bytes, with, n) == 0;
}

#define BEGINS(literal) begins(bytes, size, literal, sizeof(literal) - 1)

/* clang-format off */
static const struct {
    const char *ending, *type;
} kinds[] = {
    {".docx", DOCX_TYPE},
    {".xlsx", XLSX_TYPE},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".doc",  "application/msword"},
    {".xls",  "application/vnd.ms-excel"},
    {".ppt",  "application/vnd.ms-powerpoint"},
    {".zip",  "application/zip"},
    {".txt",  "text/plain; charset=utf-8"},
    {".csv",  "text/csv; charset=utf-8"},
    {".mp4",  "video/mp4"},
    {".mp3",  "audio/mpeg"},
};
/* clang-format on */

struct media media_of(const char *name, const void *bytes, size_t size)
{
    const char *dot = name ? strrchr(name, '.') : NULL;
    if (BEGINS("\x89PNG\r\n\x1a\n"))
        return (struct media){"image/png", .image = true};
    if (BEGINS("\xff\xd8\xff"))
        return (struct media){"image/jpeg", .image = true};
    if (BEGINS("GIF87a") || BEGINS("GIF89a"))
        return (struct media){"image/gif", .image = true};
    if (BEGINS("RIFF") && size >= 12 && memcmp((const char *)bytes + 8, "WEBP", 4) == 0)
        return (struct media){"image/webp", .image = true};
    if (BEGINS("%PDF-"))
        return (struct media){"application/pdf", .pdf = true};
    for (size_t i = 0; dot && i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(dot, kinds[i].ending) == 0)
            return (struct media){kinds[i].type};
    return (struct media){"application/octet-stream"};
}

static size_t character(const char *s)
{
    size_t n = 1;
    while (((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Of the text's characters from `from` on, at most `most`. */
static void add_characters(struct buf *out, const char *s, size_t most)
{
    for (; *s && most; most--) {
        size_t n = character(s);
        buf_add(out, s, n);
        s += n;
    }
}

/* What a name may not hold: controls, what Windows refuses, and marks that turn the direction of writing. */
static bool is_refused(const char *s, size_t n)
{
    static const char *const turning[] = {"\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                                          "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff"};
    if (n == 1)
        return (unsigned char)*s < 0x20 || *s == 0x7f || strchr("<>:\"|?*", *s);
    for (size_t i = 0; i < sizeof turning / sizeof *turning; i++)
        if (strlen(turning[i]) == n && memcmp(s, turning[i], n) == 0)
            return true;
    return n == 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0; /* C1 controls */
}

const char *file_name_clean(struct arena *a, const char *name)
{
    enum { MOST = 255, ENDING_MOST = 12 };
    struct buf out = buf_init(a);
    for (const char *p = name; p && *p; p++) /* browsers send whole paths, some with backslashes */
        if (*p == '/' || *p == '\\')
            name = p + 1;
    for (const char *p = name; p && *p; p += character(p))
        if (!is_refused(p, character(p)))
            buf_add(&out, p, character(p));
    const char *clean = text_clean(a, out.data);
    if (text_is_empty(clean) || strspn(clean, ". ") == strlen(clean))
        return NULL;
    if (text_chars(clean) <= MOST)
        return clean;
    const char *dot = strrchr(clean, '.');
    size_t ending = dot && text_chars(dot) <= ENDING_MOST ? text_chars(dot) : 0;
    struct buf cut = buf_init(a);
    add_characters(&cut, clean, MOST - ending);
    buf_text(&cut, ending ? dot : "");
    return cut.data;
}
