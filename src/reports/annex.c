/* annex.c — writes a report's workbook from its description. */
#include "reports/annex.h"

#include "base/json.h"
#include "office/workbook_write.h"

#include <jansson.h>
#include <string.h>

enum { COLUMNS_MOST = 40 };

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
    int widths[COLUMNS_MOST], count = 0;
    size_t i;
    json_t *row;
    for (; s->columns[count].head && count < COLUMNS_MOST; count++)
        widths[count] = s->columns[count].width;
    if (!writer_sheet(w, s->name, widths, count))
        return false;
    writer_freeze(w, 2, 0, false);
    writer_landscape(w);
    writer_merge(w, 0, 0, count - 1,
                 arena_printf(cx->arena, "%s(截至%s)", s->title, json_string_value(json_object_get(data, "as_of"))),
                 STYLE_TITLE);
    for (int c = 0; c < count; c++)
        writer_text(w, 1, c, s->columns[c].head, STYLE_HEAD);
    json_array_foreach(json_object_get(data, s->list), i, row)
    {
        for (int c = 0; c < count; c++)
            write_cell(cx, w, i, c, &s->columns[c], row);
    }
    return true;
}

bool annex_write(struct ctx *cx, const struct annex_sheet *sheets, const json_t *data, struct buf *out)
{
    struct writer *w = writer_new(cx);
    for (const struct annex_sheet *s = sheets; w && s->name; s++)
        if (!write_sheet(cx, w, s, data))
            return false;
    return w && writer_finish(w, out);
}

/* ---- kept ---- */

const char *annex_json(struct ctx *cx, const struct annex_sheet *sheets)
{
    struct buf out = buf_init(cx->arena);
    struct json j = json_to(&out);
    json_array_begin(&j);
    for (const struct annex_sheet *s = sheets; s->name; s++) {
        json_object_begin(&j);
        json_put_text(&j, "name", s->name);
        json_put_text(&j, "title", s->title);
        json_put_text(&j, "list", s->list);
        json_key(&j, "columns");
        json_array_begin(&j);
        for (const struct annex_column *c = s->columns; c->head; c++) {
            json_object_begin(&j);
            json_put_text(&j, "head", c->head);
            json_put_text(&j, "key", c->key);
            json_put_int(&j, "width", c->width);
            json_object_end(&j);
        }
        json_array_end(&j);
        json_object_end(&j);
    }
    json_array_end(&j);
    return out.data;
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
    json_array_foreach(json, i, c) columns[i] = (struct annex_column){
        text_in(c, "head"), text_in(c, "key"), (int)json_integer_value(json_object_get(c, "width"))};
    return columns;
}

const struct annex_sheet *annex_of_json(struct ctx *cx, const json_t *json)
{
    struct annex_sheet *sheets = arena_array(cx->arena, json_array_size(json) + 1, sizeof *sheets);
    size_t i;
    json_t *s;
    json_array_foreach(json, i, s) sheets[i] = (struct annex_sheet){
        text_in(s, "name"), text_in(s, "title"), text_in(s, "list"), columns_of(cx, json_object_get(s, "columns"))};
    return sheets;
}
