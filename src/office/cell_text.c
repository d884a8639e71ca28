/* cell_text.c — how long a text in a cell may be. */
#include "office/cell_text.h"
#include "base/text.h"

#include <string.h>

enum { CELL_CHARS = 32767 };

static const char CUT_MARK[] = "…（内容过长，已截断）";

/* A cell holds 32,767 UTF-16 units; at most that many bytes is certainly not more. */
const char *cell_text_fit(struct arena *a, const char *text)
{
    if (strlen(text) <= CELL_CHARS)
        return text;
    size_t units = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        units += (*p & 0xC0) != 0x80 ? 1 + (*p >= 0xF0) : 0;
    if (units <= CELL_CHARS)
        return text;
    size_t keep = CELL_CHARS - text_chars(CUT_MARK), used = 0;
    const char *p = text;
    while (*p) {
        size_t step = 1 + ((unsigned char)*p >= 0xF0);
        if (used + step > keep)
            break;
        used += step;
        do
            p++;
        while ((*p & 0xC0) == 0x80);
    }
    return arena_printf(a, "%.*s%s", (int)(p - text), text, CUT_MARK);
}
