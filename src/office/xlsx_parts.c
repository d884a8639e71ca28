/* xlsx_parts.c — the small parts of an .xlsx package: relationships, the list of sheets, styles. */
#include "office/number_format.h"
#include "office/workbook_inner.h"

#include <stdlib.h>

enum { SMALL_PART = 64 << 20 }; /* unpacked; styles of worn-out workbooks reach some MiB */

/* A line of a .rels part. */
struct relation {
    const char *id, *kind, *target; /* kind: last step of the type's address, the same in transitional and strict */
    struct relation *next;
};

static bool read_part(void *arg, void *to, size_t room, size_t *ret_n)
{
    return zip_stream_read(arg, to, room, ret_n);
}

bool part_open(struct part *p, struct ctx *cx, const struct workbook *w, const struct zip_entry *e, uint64_t limit,
               const char *where, struct arena *window)
{
    struct zip_limits limits = {.unpacked = limit, .ratio = w->limits.ratio};
    p->stream = zip_stream_open(cx, &w->zip, e, &limits);
    if (!p->stream)
        return false;
    xml_init(&p->xml, cx, window, where, read_part, p->stream);
    return true;
}

void part_close(struct part *p)
{
    zip_stream_close(p->stream);
}

/* Scan a small part; each opened element goes to `take`, which says whether to go on. */
typedef bool take_element(struct ctx *cx, struct workbook *w, struct xml *x, void *arg);

static bool scan_part(struct ctx *cx, struct workbook *w, const struct zip_entry *e, take_element *take, void *arg)
{
    struct part p;
    struct arena_mark mark = arena_mark(w->nest->arena);
    const char *where = arena_printf(cx->arena, "%s › %s", w->name, e->name);
    if (!part_open(&p, cx, w, e, SMALL_PART, where, w->nest->arena))
        return false;
    enum xml_event event;
    bool good = true;
    while (good && (event = xml_next(&p.xml)) != XML_END)
        good = event == XML_OPEN ? take(cx, w, &p.xml, arg) : event != XML_FAILED;
    part_close(&p);
    arena_reset(w->nest->arena, mark);
    return good;
}

static int attr_int(const struct xml *x, const char *name, int otherwise)
{
    const struct xml_attr *a = xml_attr(x, name);
    int n = 0;
    if (!a || a->value_n == 0 || a->value_n > 9)
        return otherwise;
    for (uint32_t i = 0; i < a->value_n; i++) {
        if (a->value[i] < '0' || a->value[i] > '9')
            return otherwise;
        n = n * 10 + (a->value[i] - '0');
    }
    return n;
}

static bool attr_is(const struct xml *x, const char *name, const char *value)
{
    const struct xml_attr *a = xml_attr(x, name);
    return a && a->value_n == strlen(value) && memcmp(a->value, value, a->value_n) == 0;
}

static bool attr_true(const struct xml *x, const char *name)
{
    return attr_is(x, name, "1") || attr_is(x, name, "true") || attr_is(x, name, "on");
}

static bool take_relation(struct ctx *cx, struct workbook *w, struct xml *x, void *arg)
{
    struct relation **list = arg;
    (void)w;
    if (!xml_is(x, "Relationship") || attr_is(x, "TargetMode", "External"))
        return true;
    struct relation *r = ARENA_NEW(cx->arena, struct relation);
    const char *type = xml_attr_text(x, cx->arena, "Type"), *slash = type ? strrchr(type, '/') : NULL;
    r->id = xml_attr_text(x, cx->arena, "Id");
    r->target = xml_attr_text(x, cx->arena, "Target");
    r->kind = slash ? slash + 1 : "";
    if (cx->err.kind != ERR_NONE)
        return false;
    if (r->id && r->target) {
        r->next = *list;
        *list = r;
    }
    return true;
}

/* "xl/workbook.xml" → "xl/_rels/workbook.xml.rels". */
static bool read_relations(struct ctx *cx, struct workbook *w, const char *part, struct relation **ret_relations)
{
    const char *slash = strrchr(part, '/'), *base = slash ? slash + 1 : part;
    const struct zip_entry *e =
        zip_find(&w->zip, arena_printf(cx->arena, "%.*s_rels/%s.rels", (int)(base - part), part, base));
    *ret_relations = NULL;
    return !e || scan_part(cx, w, e, take_relation, ret_relations);
}

/* The part that `target`, written in part `from`, means: absolute, or relative with "./" and "../". */
static const char *resolve(struct arena *a, const char *from, const char *target)
{
    const char *slash = strrchr(from, '/');
    char *path = *target == '/' || *target == '\\' || !slash
                     ? arena_strdup(a, target)
                     : arena_printf(a, "%.*s/%s", (int)(slash - from), from, target);
    char *out = path;
    for (char *p = path; *p; p++)
        if (*p == '\\')
            *p = '/';
    for (const char *p = path; *p;) {
        size_t n = strcspn(p, "/");
        if (n == 2 && p[0] == '.' && p[1] == '.') {
            while (out > path && *--out != '/')
                ;
        } else if (n > 0 && !(n == 1 && *p == '.')) {
            if (out > path)
                *out++ = '/';
            memmove(out, p, n);
            out += n;
        }
        p += n + (p[n] == '/');
    }
    *out = '\0';
    return path;
}

static const struct relation *related(const struct relation *list, const char *kind)
{
    while (list && strcmp(list->kind, kind) != 0)
        list = list->next;
    return list;
}

/* The part a relation of part `from` leads to; NULL when either is missing. */
static const struct zip_entry *target_of(struct ctx *cx, const struct workbook *w, const char *from,
                                         const struct relation *r)
{
    return r ? zip_find(&w->zip, resolve(cx->arena, from, r->target)) : NULL;
}

struct sheet_list {
    const char *workbook_part;
    const struct relation *relations;
    int capacity;
};

static bool add_sheet(struct ctx *cx, struct workbook *w, struct xml *x, struct sheet_list *list)
{
    const char *name = xml_attr_text(x, cx->arena, "name"), *id = xml_attr_text(x, cx->arena, "id");
    const struct relation *r = list->relations;
    if (cx->err.kind != ERR_NONE)
        return false;
    while (r && (!id || strcmp(r->id, id) != 0))
        r = r->next;
    if (r && strcmp(r->kind, "worksheet") != 0)
        return true; /* a sheet of one chart, a dialog, a macro sheet: no rows */
    const struct zip_entry *part = target_of(cx, w, list->workbook_part, r);
    if (!part)
        return workbook_damaged(cx, w, name ? name : "?", "a sheet's part is missing");
    if (w->count == list->capacity) {
        int capacity = list->capacity ? list->capacity * 2 : 8;
        w->sheets = arena_grow(cx->arena, w->sheets, (size_t)list->capacity * sizeof *w->sheets,
                               (size_t)capacity * sizeof *w->sheets);
        list->capacity = capacity;
    }
    const struct xml_attr *state = xml_attr(x, "state");
    w->sheets[w->count++] = (struct sheet){
        .info = {.name = name ? name : "", .hidden = state && state->value_n > 0 && !attr_is(x, "state", "visible")},
        .part = part,
    };
    return true;
}

static bool take_workbook(struct ctx *cx, struct workbook *w, struct xml *x, void *arg)
{
    if (xml_is(x, "workbookPr"))
        w->base_1904 = attr_true(x, "date1904");
    return !xml_is(x, "sheet") || add_sheet(cx, w, x, arg);
}

/* styles.xml: formats and fonts come before the cell styles that use them. */
struct styles {
    struct {
        int id;
        struct number_format format;
    } * formats;
    bool *bold; /* per font */
    struct cell_style *cells;
    int format_count, font_count, cell_count;
    int format_room, font_room, cell_room;
    bool in_cells; /* cellXfs, not cellStyleXfs or dxfs */
    bool in_fonts;
};

/* Room for one more in an array that doubles. */
static void *grown(struct arena *a, void *array, int count, int *room, size_t size)
{
    if (count < *room)
        return array;
    int more = *room ? *room * 2 : 64;
    array = arena_grow(a, array, (size_t)*room * size, (size_t)more * size);
    *room = more;
    return array;
}

static bool take_format(struct ctx *cx, struct styles *s, struct xml *x)
{
    const char *code = xml_attr_text(x, cx->arena, "formatCode");
    if (cx->err.kind != ERR_NONE)
        return false;
    s->formats = grown(cx->arena, s->formats, s->format_count, &s->format_room, sizeof *s->formats);
    s->formats[s->format_count].id = attr_int(x, "numFmtId", -1);
    s->formats[s->format_count++].format = number_format_read(code);
    return true;
}

static struct number_format format_by_id(const struct styles *s, int id)
{
    for (int i = s->format_count - 1; i >= 0; i--) /* a workbook may define a built-in id anew */
        if (s->formats[i].id == id)
            return s->formats[i].format;
    return number_format_builtin(id);
}

static void take_cell_style(struct ctx *cx, struct styles *s, const struct xml *x)
{
    int font = attr_int(x, "fontId", -1);
    struct number_format f = format_by_id(s, attr_int(x, "numFmtId", 0));
    s->cells = grown(cx->arena, s->cells, s->cell_count, &s->cell_room, sizeof *s->cells);
    s->cells[s->cell_count++] = (struct cell_style){
        .format = f.code,
        .date = f.date,
        .percent = f.percent,
        .bold = font >= 0 && font < s->font_count && s->bold[font],
    };
}

static bool take_style(struct ctx *cx, struct workbook *w, struct xml *x, void *arg)
{
    struct styles *s = arg;
    (void)w;
    if (x->depth + x->empty == 2) { /* a list directly under the root */
        s->in_cells = xml_is(x, "cellXfs");
        s->in_fonts = xml_is(x, "fonts");
    } else if (xml_is(x, "numFmt"))
        return take_format(cx, s, x);
    else if (s->in_fonts && xml_is(x, "font")) {
        s->bold = grown(cx->arena, s->bold, s->font_count, &s->font_room, sizeof *s->bold);
        s->bold[s->font_count++] = false;
    } else if (s->in_fonts && xml_is(x, "b") && s->font_count > 0)
        s->bold[s->font_count - 1] = !xml_attr(x, "val") || attr_true(x, "val");
    else if (s->in_cells && xml_is(x, "xf"))
        take_cell_style(cx, s, x);
    return true;
}

static bool read_styles(struct ctx *cx, struct workbook *w, const struct zip_entry *e)
{
    struct styles s = {0};
    if (!scan_part(cx, w, e, take_style, &s))
        return false;
    w->styles = s.cells;
    w->style_count = s.cell_count;
    return true;
}

bool xlsx_open(struct ctx *cx, struct workbook *w, const void *bytes, size_t size)
{
    struct relation *root, *relations;
    if (!zip_open(cx, w->name, bytes, size, &w->zip) || !read_relations(cx, w, "", &root))
        return false;
    const struct zip_entry *book = target_of(cx, w, "", related(root, "officeDocument"));
    if (!book)
        book = zip_find(&w->zip, "xl/workbook.xml");
    if (!book)
        return workbook_damaged(cx, w, NULL, "no workbook part");
    if (!read_relations(cx, w, book->name, &relations))
        return false;
    struct sheet_list list = {.workbook_part = book->name, .relations = relations};
    if (!scan_part(cx, w, book, take_workbook, &list))
        return false;
    const struct relation *with_styles = related(relations, "styles");
    const struct zip_entry *styles = target_of(cx, w, book->name, with_styles);
    const struct zip_entry *strings = target_of(cx, w, book->name, related(relations, "sharedStrings"));
    if (with_styles && !styles)
        return workbook_damaged(cx, w, NULL, "the styles are missing"); /* dates would turn into numbers */
    if (styles && !read_styles(cx, w, styles))
        return false;
    if (strings && !strings_read(cx, w, strings)) /* a missing table shows as soon as a cell asks for a text */
        return false;
    return w->count > 0 || workbook_damaged(cx, w, NULL, "no worksheet");
}
