/* xlsx_text.c — gathers the text of a cell or shared string from its runs. */
#include "office/workbook_inner.h"

static char *gather_room(struct gathered *g, size_t n)
{
    if (g->room - g->n < n) {
        size_t room = g->room * 2 > g->n + n ? g->room * 2 : g->n + n + 256;
        g->data = arena_grow(g->arena, g->data, g->room, room);
        g->room = room;
    }
    return g->data + g->n;
}

static bool is_plain(const char *s, size_t n)
{
    return !memchr(s, '&', n) && !memchr(s, '\r', n);
}

static bool append(struct gathered *g, struct xml *x)
{
    size_t n = x->text_n;
    char *to = gather_room(g, n + 1);
    if (!x->cdata && !is_plain(x->text, n)) {
        if (!xml_decode(x, x->text, n, to, &n))
            return false;
    } else {
        memcpy(to, x->text, n);
        if (!xml_is_utf8(to, n))
            return xml_bad_encoding(x);
    }
    g->n += n;
    g->data[g->n] = '\0';
    return true;
}

bool gather_text(struct gathered *g, struct xml *x)
{
    if (x->empty)
        return true;
    for (;;)
        switch (xml_next(x)) {
        case XML_TEXT:
            if (!append(g, x))
                return false;
            break;
        case XML_OPEN:
            if (!xml_skip(x))
                return false;
            break;
        case XML_CLOSE:
            return true;
        case XML_END:
        case XML_FAILED:
            return false;
        }
}

bool gather_rich(struct gathered *g, struct xml *x)
{
    int outside = x->depth - 1;
    if (x->empty)
        return true;
    for (;;)
        switch (xml_next(x)) {
        case XML_OPEN:
            if (xml_is(x, "t") ? !gather_text(g, x) : !xml_is(x, "r") && !xml_skip(x))
                return false;
            break;
        case XML_CLOSE:
            if (x->depth == outside)
                return true;
            break;
        case XML_TEXT:
            break;
        case XML_END:
        case XML_FAILED:
            return false;
        }
}

/* The code of _xHHHH_ at p, or -1. */
static int escaped(const char *p, const char *end)
{
    int code = 0;
    if (end - p < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        int c = p[i] | 0x20;
        if (c >= '0' && c <= '9')
            code = code * 16 + (c - '0');
        else if (c >= 'a' && c <= 'f')
            code = code * 16 + (c - 'a' + 10);
        else
            return -1;
    }
    return code;
}

/* Characters that XML may not hold are written so, and '_' itself where it would be taken for one. */
void gather_unescape(struct gathered *g)
{
    char *p = g->n >= 7 ? memchr(g->data, '_', g->n) : NULL;
    if (!p)
        return;
    const char *from = p, *end = g->data + g->n;
    while (from < end) {
        int code = escaped(from, end);
        if (code > 0 && code < 0x80) {
            if (code != '\r') /* Excel's own line break is a line feed */
                *p++ = (char)code;
            from += 7;
        } else
            *p++ = *from++;
    }
    g->n = (size_t)(p - g->data);
    g->data[g->n] = '\0';
}
