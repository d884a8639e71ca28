/* annex.c — makes the built-in template of a report's workbook from its description, and annexes of before there were any. */
#include "reports/annex.h"

#include <jansson.h>
#include <string.h>

enum { COLUMNS_MOST = 40 };

enum { TITLE_POINTS = 30 };

/* Title, so many points high (0: as it comes), and head; `as_of` is the date, or the field it is filled into.  The number of
 * columns. */
static bool begin_sheet(struct ctx *cx, struct writer *w, const struct annex_sheet *s, const char *as_of, int height,
                        int *ret_count)
{
    int widths[COLUMNS_MOST] = {0}, count = 0;
    for (; s->columns[count].head && count < COLUMNS_MOST; count++)
        widths[count] = s->columns[count].width;
    if (!writer_sheet(w, s->name, widths, count))
        return false;
    writer_freeze(w, 2, 0, false);
    writer_landscape(w);
    if (height)
        writer_height(w, 0, height);
    writer_merge(w, 0, 0, count - 1, arena_printf(cx->arena, "%s(截至%s)", s->title, as_of), STYLE_TITLE);
    for (int c = 0; c < count; c++)
        writer_text(w, 1, c, s->columns[c].head, STYLE_HEAD);
    *ret_count = count;
    return true;
}

bool annex_template(struct ctx *cx, const struct annex_sheet *sheets, struct buf *out)
{
    struct writer *w = writer_new(cx);
    for (const struct annex_sheet *s = sheets; w && s->name; s++) {
        int count;
        if (!begin_sheet(cx, w, s, "{{as_of}}", TITLE_POINTS, &count))
            return false;
        for (int c = 0; c < count; c++) {
            const char *begin = c == 0 ? arena_printf(cx->arena, "{{#each %s}}", s->list) : "",
                       *end = c == count - 1 ? "{{/each}}" : "", *key = s->columns[c].key;
            writer_text(w, 2, c, arena_printf(cx->arena, "%s{{%s}}%s", begin, key ? key : "index", end),
                        s->columns[c].style);
        }
    }
    return w && writer_finish(w, out);
}

/* ---- before there were templates ---- */

static bool is_number(const char *text)
{
    return text && *text && text[strspn(text, "-.0123456789")] == '\0' && strcmp(text, "-") != 0;
}

static void write_cell(struct ctx *cx, struct writer *w, size_t row, int column, const struct annex_column *c,
                       const json_t *object)
{
    const char *text =
        c->key ? json_string_value(json_object_get(object, c->key)) : arena_printf(cx->arena, "%zu", row + 1);
    if (!c->key || is_number(text))
        writer_number(w, (int)row + 2, column, text, c->key && strchr(c->head, '(') ? STYLE_DECIMAL : STYLE_INTEGER);
    else
        writer_text(w, (int)row + 2, column, text, STYLE_WRAP);
}

static bool write_sheet(struct ctx *cx, struct writer *w, const struct annex_sheet *s, const json_t *data)
{
    int count;
    size_t i;
    json_t *row;
    if (!begin_sheet(cx, w, s, json_string_value(json_object_get(data, "as_of")), 0, &count))
        return false;
    json_array_foreach(json_object_get(data, s->list), i, row)
    {
        for (int c = 0; c < count; c++)
            write_cell(cx, w, i, c, &s->columns[c], row);
    }
    return true;
}

static const char *text_in(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const struct annex_column *columns_of(struct ctx *cx, const json_t *json)
{
    struct annex_column *columns = arena_array(cx->arena, json_array_size(json) + 1, sizeof *columns);
    size_t i;
    json_t *c;
    json_array_foreach(json, i, c) columns[i] =
        (struct annex_column){.head = text_in(c, "head"),
                              .key = text_in(c, "key"),
                              .width = (int)json_integer_value(json_object_get(c, "width"))};
    return columns;
}

bool annex_write_frozen(struct ctx *cx, const json_t *sheets, const json_t *data, struct buf *out)
{
    struct writer *w = writer_new(cx);
    size_t i;
    json_t *s;
    json_array_foreach(sheets, i, s)
    {
        const struct annex_sheet sheet = {text_in(s, "name"), text_in(s, "title"), text_in(s, "list"),
                                          columns_of(cx, json_object_get(s, "columns"))};
        if (!w || !write_sheet(cx, w, &sheet, data))
            return false;
    }
    return w && writer_finish(w, out);
}
