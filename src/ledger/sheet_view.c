/* sheet_view.c — a sheet as it looks, with what the reader takes each row for: what the import wizard shows. */
#include "base/json.h"
#include "ledger/import.h"
#include "office/cell_shown.h"

#include <jansson.h>
#include <string.h>

enum { COLUMNS_SHOWN = 256, CELL_SHOWN = 1000 /* characters */ };

static const char *const roles[] = {
    [ROW_DATA] = "data",   [ROW_MORE] = "data", [ROW_SECTION] = "section", [ROW_TOTAL] = "total",
    [ROW_TITLE] = "title", [ROW_HEAD] = "head", [ROW_NOTE] = "note",
};

/* The lines being written; kept apart from the arena that reading rows clears. */
struct view_lines {
    struct json j;
    struct arena *arena;
    int64_t next, last; /* rows still to be shown */
};

static void begin_line(struct view_lines *v, int64_t row, const char *role)
{
    json_object_begin(&v->j);
    json_put_int(&v->j, "row", row);
    json_put_text(&v->j, "role", role);
}

static void put_blanks(struct view_lines *v, int64_t before)
{
    for (; v->next < before && v->next <= v->last; v->next++) {
        begin_line(v, v->next, "blank");
        json_key(&v->j, "cells");
        json_array_begin(&v->j);
        json_array_end(&v->j);
        json_object_end(&v->j);
    }
}

static const char *cut(struct arena *a, const char *s)
{
    const char *p = s;
    for (int n = 0; *p && n < CELL_SHOWN; n++)
        do
            p++;
        while (((unsigned char)*p & 0xc0) == 0x80);
    return *p ? arena_printf(a, "%.*s…", (int)(p - s), s) : s;
}

static void put_cells(struct view_lines *v, const struct sheet_row *row)
{
    int column = 0;
    json_key(&v->j, "cells");
    json_array_begin(&v->j);
    for (int i = 0; i < row->count && row->cells[i].column < COLUMNS_SHOWN; i++) {
        for (; column < row->cells[i].column; column++)
            json_text(&v->j, "");
        json_text(&v->j, cut(v->arena, cell_shown(v->arena, &row->cells[i])));
        column++;
    }
    json_array_end(&v->j);
}

static void put_line(struct view_lines *v, const struct ledger_row *row)
{
    begin_line(v, row->number, roles[row->class]);
    if (row_is_layout(row->class))
        json_put_label(&v->j, "reason", row->reason);
    if (row->class == ROW_MORE)
        json_put_bool(&v->j, "goes_on", true);
    if (row->class == ROW_SECTION)
        json_put_int(&v->j, "level", row->section_level);
    if (row->hidden)
        json_put_bool(&v->j, "hidden", true);
    put_cells(v, row->sheet);
    json_object_end(&v->j);
}

static bool put_lines(struct ctx *cx, struct workbook *w, const struct layout *l, struct view_lines *v)
{
    struct sheet_rows *rows = sheet_rows_open(cx, w, l);
    struct ledger_row row;
    if (!rows)
        return false;
    while (v->next <= v->last && sheet_rows_any(rows, &row)) {
        put_blanks(v, row.number);
        if (row.number < v->next || row.number > v->last)
            continue;
        put_line(v, &row);
        v->next = row.number + 1;
    }
    put_blanks(v, v->last + 1);
    return v->next > v->last || sheet_rows_ok(rows);
}

static double width_of(const struct sheet_info *info, int column)
{
    for (int i = 0; i < info->width_count; i++)
        if (column >= info->widths[i].first && column <= info->widths[i].last)
            return info->widths[i].chars;
    return info->usual_width;
}

static void put_widths(struct json *j, const struct sheet_info *info, int columns)
{
    json_key(j, "widths");
    json_array_begin(j);
    for (int c = 0; c < columns; c++)
        json_int(j, (int64_t)(width_of(info, c) + 0.5));
    json_array_end(j);
}

/* Those that touch the rows shown. */
static void put_merges(struct json *j, const struct sheet_info *info, int64_t from, int64_t last)
{
    json_key(j, "merges");
    json_array_begin(j);
    for (int i = 0; i < info->merge_count; i++) {
        const struct merge *m = &info->merges[i];
        if (m->last_row < from || m->first_row > last || m->first_column >= COLUMNS_SHOWN)
            continue;
        json_array_begin(j);
        json_int(j, m->first_row);
        json_int(j, m->first_column + 1);
        json_int(j, m->last_row);
        json_int(j, m->last_column < COLUMNS_SHOWN ? m->last_column + 1 : COLUMNS_SHOWN);
        json_array_end(j);
    }
    json_array_end(j);
}

/* As it was read when it was imported, whatever has been learnt about such layouts since. */
static bool layout_as_taken(struct ctx *cx, struct workbook *w, struct layout *l, const json_t *taken)
{
    json_t *correction = json_object(), *columns = json_object(), *column;
    size_t i;
    json_array_foreach(json_object_get(taken, "columns"), i, column)
    {
        json_t *target = json_object_get(column, "target"), *to = json_object();
        json_object_set_new(to, "target", json_is_string(target) ? json_incref(target) : json_string("ignore"));
        const char *const also[] = {"unit", "year", "month"};
        for (size_t k = 0; k < sizeof also / sizeof *also; k++)
            if (!json_is_null(json_object_get(column, also[k])))
                json_object_set(to, also[k], json_object_get(column, also[k]));
        json_object_set_new(columns, json_string_value(json_object_get(column, "column")), to);
    }
    json_object_set(correction, "kind", json_object_get(taken, "kind"));
    json_object_set(correction, "head", json_object_get(taken, "head"));
    json_object_set_new(correction, "columns", columns);
    bool read = json_is_string(json_object_get(taken, "kind")) && !json_object_get(taken, "reason");
    bool done = !read || layout_correct(cx, w, l, correction);
    json_decref(correction);
    return done;
}

static bool find_layout(struct ctx *cx, const struct ledger_import *in, const struct json_t *taken, int sheet,
                        struct workbook **ret_workbook, struct layout **ret_layout)
{
    struct layout *layouts;
    int count;
    if (!import_layouts(cx, in, ret_workbook, &layouts, &count))
        return false;
    if (sheet < 0 || sheet >= count)
        return fail(cx, ERR_NOT_FOUND, "LGR-09", NULL, "这个工作簿只有 %d 张工作表，编号从 0 起",
                    "this workbook has only %d sheets, counted from 0", count);
    *ret_layout = &layouts[sheet];
    return !taken || layout_as_taken(cx, *ret_workbook, *ret_layout, json_array_get(taken, (size_t)sheet));
}

bool ledger_sheet_json(struct ctx *cx, const struct ledger_import *in, const struct json_t *taken, int sheet,
                       int64_t from, int limit, struct json *j)
{
    struct workbook *w;
    struct layout *l = NULL;
    const struct sheet_info *info;
    if (!find_layout(cx, in, taken, sheet, &w, &l) || !workbook_extent(cx, w, l->sheet, &info))
        return false;
    struct arena *keep = arena_beside(cx->arena);
    struct buf lines = buf_init(keep);
    int64_t last = from + limit - 1 < info->rows ? from + limit - 1 : info->rows;
    struct view_lines v = {.j = json_to(&lines), .arena = keep, .next = from, .last = last};
    json_array_begin(&v.j);
    if (!put_lines(cx, w, l, &v))
        return false;
    json_array_end(&v.j);
    int columns = info->columns < COLUMNS_SHOWN ? info->columns : COLUMNS_SHOWN;
    json_object_begin(j);
    json_put_text(j, "name", l->name);
    json_put_bool(j, "hidden", l->hidden);
    json_put_text(j, "kind", l->kind ? l->kind->name : NULL);
    if (l->reason.zh)
        json_put_label(j, "reason", l->reason);
    json_put_int(j, "rows", info->rows);
    json_put_int(j, "columns", info->columns);
    json_put_int(j, "from", from);
    put_widths(j, info, columns);
    put_merges(j, info, from, last);
    json_key(j, "lines");
    json_raw(j, lines.data);
    json_object_end(j);
    return true;
}
