/* ledger_test.c — ledgers as clerks of other zones write them (ledgers/: README says how they are written down), imported on
 * every engine: the numbers come out right, the same file again changes nothing, and what is exported reads back as it is.
 *
 *   ledger_test [part of a case's name]
 */
#include "base/json.h"
#include "cases/ledger_book.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "metric/metric.h"
#include "model/rows.h"
#include "model/schema.h"
#include "office/workbook.h"
#include "unit/store/engines.h"

#include <dirent.h>
#include <jansson.h>

/* An import that was committed, and what the zone held before it. */
struct done {
    int64_t run;
    const char *before;
    struct done *earlier;
};

struct run {
    struct ctx *cx;
    struct done *done; /* latest first */
    const char *name;  /* of the case */
    struct book book;
    struct ledger_import in;
    bool open, imported, failed;
    int64_t rows_before;
    json_t *result; /* as ledger_result_json() has it */
};

static const char *only; /* cases whose name holds this */

static bool cut(char *s, const char *separator, char **ret_rest)
{
    char *at = strstr(s, separator);
    if (!at)
        return false;
    *at = '\0';
    *ret_rest = at + strlen(separator);
    return true;
}

/* The last ` = `: conditions have such signs of their own. */
static char *cut_last(char *s)
{
    char *at = NULL;
    for (char *p = s; (p = strstr(p, " = ")); p += 3)
        at = p;
    if (!at)
        return NULL;
    *at = '\0';
    return at + 3;
}

static int64_t rows_in_zone(struct ctx *cx)
{
    int64_t sum = 0;
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        struct value zone = value_int(cx->zone), n = value_int(0);
        if (((*e)->flags & ENTITY_GLOBAL) ||
            db_scalar(cx, arena_printf(cx->arena, "SELECT COUNT(*) FROM %s WHERE zone = $1", entity_table(*e)), &zone,
                      1, &n))
            sum += n.i;
    }
    return sum;
}

/* Everything people keep in the zone, but for when and by whom it was written. */
static const char *zone_text(struct ctx *cx)
{
    struct buf out = buf_init(cx->arena);
    for (const struct entity *const *e = entity_catalogue; *e; e++) {
        struct value zone = value_int(cx->zone);
        if ((*e)->flags & (ENTITY_GLOBAL | ENTITY_INTERNAL))
            continue;
        struct rows *rows = db_query(cx,
                                     arena_printf(cx->arena, "SELECT %s FROM %s WHERE zone = $1 ORDER BY id",
                                                  row_columns(cx, *e, NULL), entity_table(*e)),
                                     &zone, 1);
        while (rows && db_next(rows)) {
            int column = 0;
            for (const struct field *f = entity_next_column(*e, NULL); f; f = entity_next_column(*e, f), column++) {
                if (f != row_head_fields && field_find(row_head_fields, f->name) == f) /* version, when, by whom, how */
                    continue;
                struct value v = db_value(rows, column);
                if (v.kind == VALUE_TEXT)
                    buf_printf(&out, "%s=%s;", f->name, v.s);
                else if (v.kind != VALUE_NULL)
                    buf_printf(&out, "%s=%lld;", f->name, (long long)v.i);
            }
            buf_printf(&out, " %s\n", (*e)->name);
        }
        if (!rows || !db_ok(rows))
            OK(false, "rows of %s are read", (*e)->name);
    }
    return out.data;
}

static json_t *result_of(struct ctx *cx, const struct ledger_result *r)
{
    struct buf b = buf_init(cx->arena);
    struct json j = json_to(&b);
    ledger_result_json(cx, &j, r);
    return json_parse(cx, b.data, b.length);
}

static json_t *import(struct run *r, const struct ledger_import *in, const char **ret_code)
{
    struct ctx *cx = r->cx;
    struct ledger_result *result;
    const char *before = zone_text(cx);
    bool done = ledger_import(cx, in, &result);
    if (done && ledger_result_run(result)) {
        struct done *d = ARENA_NEW(cx->arena, struct done);
        *d = (struct done){ledger_result_run(result), before, r->done};
        r->done = d;
    }
    *ret_code = done ? NULL : arena_strdup(cx->arena, tap_code(cx));
    if (!done && cx->err.cause)
        tap_note("%s", cx->err.cause);
    err_clear(cx);
    return result ? result_of(cx, result) : NULL;
}

static long long tally(const json_t *result, const char *key, const char *entity)
{
    return json_integer_value(json_object_get(json_object_get(result, key), entity));
}

static void note_list(const json_t *result, const char *key)
{
    size_t i;
    json_t *m;
    json_array_foreach(json_object_get(result, key), i, m) if (i < 12)
        tap_note("%s %s!%s%lld %s %s", key, json_string_value(json_object_get(m, "sheet")),
                 json_string_value(json_object_get(m, "column")) ? json_string_value(json_object_get(m, "column")) : "",
                 (long long)json_integer_value(json_object_get(m, "row")),
                 json_string_value(json_object_get(m, "code")), json_string_value(json_object_get(m, "message")));
}

static void expect_unchanged(struct run *r, struct ledger_import in, const char *how)
{
    const char *code;
    json_t *again = import(r, &in, &code);
    bool same = again && !code && json_object_size(json_object_get(again, "created")) == 0 &&
                json_object_size(json_object_get(again, "updated")) == 0;
    OK(same, "%s: %s changes nothing", r->name, how);
    if (same)
        return;
    tap_note("%s", code ? code : json_dumps(json_object_get(again, "changes"), JSON_ENCODE_ANY));
    tap_note("created %s updated %s", json_dumps(json_object_get(again, "created"), 0),
             json_dumps(json_object_get(again, "updated"), 0));
    note_list(again, "rejected");
}

/* Every entity that the workbook's sheets hold, exported in both layouts, reads back without a change. */
static void expect_round_trip(struct run *r)
{
    struct ctx *cx = r->cx;
    size_t i;
    json_t *sheet;
    struct date as_of;
    const char *code, *done = "";
    json_t *last = import(r, &r->in, &code);
    int64_t run = json_integer_value(json_object_get(last, "run"));
    if (!date_parse_iso(json_string_value(json_object_get(r->result, "as_of")), &as_of))
        return;
    json_array_foreach(json_object_get(r->result, "sheets"), i, sheet)
    {
        const char *kind = json_string_value(json_object_get(sheet, "kind"));
        const struct ledger_kind *k = kind ? ledger_kind_find(kind) : NULL;
        struct buf out = buf_init(cx->arena);
        if (!k || json_object_get(sheet, "reason") || strstr(done, kind))
            continue;
        done = arena_printf(cx->arena, "%s %s", done, kind);
        struct ledger_import in = {.file_name = "导出.xlsx", .as_of = as_of, .partial = r->in.partial};
        if (!r->book.csv) {
            OK(ledger_export_like(cx, k->entity, run, &out), "%s: %s are exported as they came %s", r->name, kind,
               tap_code(cx));
            err_clear(cx);
            in.bytes = out.data;
            in.size = out.length;
            in.map = r->in.map;
            expect_unchanged(r, in, "the export as it came");
        }
        struct buf own = buf_init(cx->arena);
        OK(ledger_export(cx, k->entity, NULL, as_of, &own), "%s: %s are exported in our layout %s", r->name, kind,
           tap_code(cx));
        err_clear(cx);
        in.bytes = own.data;
        in.size = own.length;
        in.map = NULL;
        expect_unchanged(r, in, "the export in our layout");
    }
}

/* Taken back, the latest first, each import leaves what was there before it. */
static void expect_undone(struct run *r)
{
    struct ctx *cx = r->cx;
    int count = 0, whole = 0, same = 0;
    for (const struct done *d = r->done; d; d = d->earlier, count++) {
        struct ledger_undone *undone;
        bool done = ledger_undo(cx, d->run, false, false, &undone);
        whole += done && ledger_undone_whole(undone);
        if (done && !ledger_undone_whole(undone))
            tap_note("%s", ledger_undone_text(cx, undone));
        else if (!done)
            tap_note("%s %s", tap_code(cx), cx->err.message.en);
        err_clear(cx);
        same += strcmp(zone_text(cx), d->before) == 0;
    }
    OK(whole == count && same == count, "%s: %d imports are undone, %d whole, %d to what was there before", r->name,
       count, whole, same);
}

/* Ids given to projects so far, less the projects there are. */
static int64_t ids_unused(struct ctx *cx)
{
    struct value zone = value_int(cx->zone), n = value_int(-1);
    OK(db_scalar(cx,
                 "SELECT COALESCE((SELECT next - 1 FROM counter WHERE zone = $1 AND entity = 'project'), 0)"
                 " - (SELECT COUNT(*) FROM project WHERE zone = $1)",
                 &zone, 1, &n),
       "ids of projects");
    return n.i;
}

/* Import the workbook described so far, before the first expectation of it. */
static void import_now(struct run *r)
{
    const char *code;
    if (r->imported)
        return;
    r->imported = true;
    r->in.file_name = r->book.file_name;
    if (!r->in.bytes) {
        struct buf bytes = book_bytes(&r->book);
        r->in.bytes = bytes.data;
        r->in.size = bytes.length;
    }
    r->rows_before = rows_in_zone(r->cx);
    const int64_t unused = ids_unused(r->cx);
    r->result = import(r, &r->in, &code);
    OK(ids_unused(r->cx) == unused, "%s: no project's id is left out", r->name);
    r->failed = code != NULL;
    if (code)
        r->result = r->result ? r->result : json_object();
    if (code)
        json_object_set_new(r->result, "failed", json_string(code));
}

static void end_file(struct run *r)
{
    if (!r->open)
        return;
    import_now(r);
    const char *code = json_string_value(json_object_get(r->result, "failed"));
    if (code && json_object_get(r->result, "expected"))
        OK(rows_in_zone(r->cx) == r->rows_before, "%s: nothing was written", r->name);
    else if (code) {
        OK(false, "%s: the import fails with %s", r->name, code);
        note_list(r->result, "rejected");
    } else {
        expect_unchanged(r, r->in, "the same file again");
        expect_round_trip(r);
    }
    r->open = false;
}

/* ---- expectations ---- */

static void expect_metric(struct run *r, char *s)
{
    struct ctx *cx = r->cx;
    struct metric_query q = {0};
    struct metric_answer answer;
    char *want = cut_last(s), *where = NULL, *by = NULL, *date = NULL;
    if (cut(s, " by ", &by))
        q.by = by;
    if (cut(s, " where ", &where))
        q.where = where;
    if (!date_parse_iso(json_string_value(json_object_get(r->result, "as_of")), &q.view.as_of))
        q.view.as_of = date_day(2023, 12, 31);
    if (cut(s, " as-of ", &date) && !date_parse_iso(date, &q.view.as_of))
        OK(false, "%s is no date", date);
    const struct metric *m = metric_need(cx, s);
    if (!m || !want || !metric_compute(cx, m, &q, &answer)) {
        OK(false, "%s: %s %s", r->name, s, cx->err.message.en);
        err_clear(cx);
        return;
    }
    if (!by) {
        struct money amount = {0};
        bool money = metric_type(m) == T_MONEY;
        int64_t wanted = money && money_parse(want, MONEY_YUAN, &amount) ? amount.fen : strtoll(want, NULL, 10);
        bool same = answer.total.value == wanted;
        OK(same, "%s: %s%s%s is %s", r->name, s, where ? " where " : "", where ? where : "", want);
        if (!same)
            tap_note("it is %s", metric_show(cx, m, answer.total.value));
        return;
    }
    struct buf got = buf_init(cx->arena);
    size_t wanted = 0, found = 0;
    for (size_t i = 0; i < answer.group_count; i++)
        buf_printf(&got, "%s%s:%s", i ? " " : "", answer.groups[i].label.zh,
                   metric_show(cx, m, answer.groups[i].number.value));
    for (char **w = text_split(cx->arena, want, ' '); *w; w++, wanted++)
        for (char **g = text_split(cx->arena, got.data, ' '); *g; g++)
            found += strcmp(*g, *w) == 0;
    bool same = wanted == found && wanted == answer.group_count;
    OK(same, "%s: %s by %s is %s", r->name, s, by, want);
    if (!same)
        tap_note("it is %s", got.data);
}

static void expect_value(struct run *r, char *s)
{
    struct ctx *cx = r->cx;
    char *want = cut_last(s), *where = NULL, *field = NULL;
    struct list list;
    struct list_query q = {.no_limit = true, .sort = "id"};
    if (!want || !cut(s, " where ", &where) || !cut(s, ".", &field)) {
        OK(false, "expect value ENTITY.FIELD where EXPR = VALUE");
        return;
    }
    const struct entity *e = entity_find(s);
    q.where = where;
    q.fields = field;
    bool dated = date_parse_iso(json_string_value(json_object_get(r->result, "as_of")), &q.view.as_of);
    struct buf got = buf_init(cx->arena);
    if (!dated || !e || !list_open(cx, e, &q, &list)) {
        OK(false, "%s: %s.%s %s", r->name, s, field, cx->err.message.en);
        err_clear(cx);
        return;
    }
    while (list_next(&list)) {
        const struct list_column *c = &list.columns[list.column_count - 1];
        struct value v = list_value(&list, list.column_count - 1);
        if (got.length)
            buf_text(&got, "; ");
        if (v.kind == VALUE_NULL)
            buf_text(&got, "-");
        else if (v.kind == VALUE_TEXT)
            buf_text(&got, v.s);
        else if (c->shown->type == T_DATE)
            buf_text(&got, date_iso(cx->arena, (struct date){v.i}));
        else if (c->shown->type == T_MONEY)
            buf_printf(&got, "%s万元", money_decimal(cx->arena, (struct money){v.i}, MONEY_WAN));
        else
            buf_int(&got, v.i);
    }
    bool same = list_ok(&list) && strcmp(got.data ? got.data : "", want) == 0;
    OK(same, "%s: %s.%s where %s is %s", r->name, s, field, where, want);
    if (!same)
        tap_note("it is %s", got.data ? got.data : "nothing");
}

/* LGR-02 [at Sheet!B7]: is there such a remark, of any kind? */
static bool has_remark(const json_t *result, const char *code, const char *place)
{
    static const char *const lists[] = {"rejected", "checks", "warnings"};
    for (size_t k = 0; k < 3; k++) {
        size_t i;
        json_t *m;
        json_array_foreach(json_object_get(result, lists[k]), i, m)
        {
            char here[300];
            const char *column = json_string_value(json_object_get(m, "column"));
            snprintf(here, sizeof here, "%s!%s%lld", json_string_value(json_object_get(m, "sheet")),
                     column ? column : "", (long long)json_integer_value(json_object_get(m, "row")));
            if (text_equal(json_string_value(json_object_get(m, "code")), code) && (!place || strcmp(here, place) == 0))
                return true;
        }
    }
    return false;
}

static void expect_code(struct run *r, char *s)
{
    char *place = NULL;
    cut(s, " at ", &place);
    if (!OK(has_remark(r->result, s, place), "%s: %s at %s", r->name, s, place ? place : "any place")) {
        note_list(r->result, "rejected");
        note_list(r->result, "checks");
        note_list(r->result, "warnings");
    }
}

/* Sheet!B7 OLD → NEW, or Sheet!7 same: what the import would change, in the sheet's own place. */
static void expect_change(struct run *r, char *s)
{
    char *words = NULL, here[300];
    size_t i, k;
    json_t *c, *cell;
    bool found = false;
    cut(s, " ", &words);
    json_array_foreach(json_object_get(r->result, "changes"), i, c)
    {
        json_array_foreach(json_object_get(c, "cells"), k, cell)
        {
            const char *column = json_string_value(json_object_get(cell, "column")),
                       *old = json_string_value(json_object_get(cell, "old")),
                       *now = json_string_value(json_object_get(cell, "new"));
            snprintf(here, sizeof here, "%s!%s%lld %s → %s", json_string_value(json_object_get(c, "sheet")),
                     column ? column : "", (long long)json_integer_value(json_object_get(c, "row")), old ? old : "-",
                     now ? now : "-");
            found |= words && strncmp(here, s, strlen(s)) == 0 && strcmp(here + strlen(s) + 1, words) == 0;
        }
    }
    json_array_foreach(json_object_get(r->result, "same"), i, c)
    {
        snprintf(here, sizeof here, "%s!%lld", json_string_value(json_object_get(c, "sheet")),
                 (long long)json_integer_value(json_object_get(c, "row")));
        found |= text_equal(words, "same") && strcmp(here, s) == 0;
    }
    OK(found, "%s: %s %s", r->name, s, words);
}

static const json_t *sheet_called(struct run *r, const char *name)
{
    size_t i;
    json_t *sheet;
    json_array_foreach(json_object_get(r->result, "sheets"), i,
                       sheet) if (text_equal(json_string_value(json_object_get(sheet, "sheet")), name)) return sheet;
    OK(false, "%s: there is no sheet %s", r->name, name);
    return NULL;
}

/* NAME ignored · NAME KIND [head 3-4] */
static void expect_sheet(struct run *r, char *s)
{
    char *kind, *head = NULL;
    if (!cut(s, " ", &kind))
        return;
    cut(kind, " head ", &head);
    const json_t *sheet = sheet_called(r, s), *rows = json_object_get(sheet, "head");
    const char *is = json_object_get(sheet, "reason") ? "ignored" : json_string_value(json_object_get(sheet, "kind"));
    const char *at = arena_printf(r->cx->arena, "%lld-%lld", (long long)json_integer_value(json_array_get(rows, 0)),
                                  (long long)json_integer_value(json_array_get(rows, 1)));
    bool same = text_equal(is, kind) && (!head || strcmp(at, head) == 0);
    OK(same, "%s: sheet %s is %s %s", r->name, s, kind, head ? head : "");
    if (!same)
        tap_note("it is %s, head %s", is ? is : "ignored", at);
}

/* SHEET!G TARGET [YEAR] [MONTH月] [UNIT]; TARGET may be none */
static void expect_column(struct run *r, char *s)
{
    char *letter, *target;
    size_t i;
    json_t *column, *found = NULL;
    if (!cut(s, "!", &letter) || !cut(letter, " ", &target))
        return;
    json_array_foreach(json_object_get(sheet_called(r, s), "columns"), i,
                       column) if (text_equal(json_string_value(json_object_get(column, "column")), letter)) found =
        column;
    struct buf got = buf_init(r->cx->arena);
    const char *is = json_string_value(json_object_get(found, "target")),
               *unit = json_string_value(json_object_get(found, "unit"));
    long long year = json_integer_value(json_object_get(found, "year")),
              month = json_integer_value(json_object_get(found, "month"));
    buf_text(&got, is ? is : "none");
    if (year && strstr(target, "20"))
        buf_printf(&got, " %lld", year);
    if (month && strstr(target, "月"))
        buf_printf(&got, " %lld月", month);
    if (unit && strstr(target, "元"))
        buf_printf(&got, " %s", unit);
    bool same = strcmp(got.data, target) == 0;
    OK(same, "%s: %s!%s is %s", r->name, s, letter, target);
    if (!same)
        tap_note("it is %s (%s)", got.data, json_string_value(json_object_get(found, "head")));
}

/* SHEET LETTERS, a line each: T title, H head, S section, D data, C what goes on with it, + total, N note, . blank; small: hidden */
static void expect_roles(struct run *r, char *s)
{
    struct ctx *cx = r->cx;
    char *want;
    size_t i;
    json_t *line;
    if (!cut(s, " ", &want))
        return;
    int64_t sheet = json_integer_value(json_object_get(sheet_called(r, s), "index"));
    struct buf b = buf_init(cx->arena), got = buf_init(cx->arena);
    struct json j = json_to(&b);
    if (!ledger_sheet_json(cx, &r->in, NULL, (int)sheet, 1, 200, &j))
        OK(false, "%s: sheet %s is shown %s", r->name, s, tap_code(cx));
    err_clear(cx);
    json_array_foreach(json_object_get(json_parse(cx, b.data, b.length), "lines"), i, line)
    {
        static const char *const roles[] = {"titleT", "headH", "sectionS", "dataD", "total+", "noteN", "blank."};
        const char *role = json_string_value(json_object_get(line, "role"));
        char letter = '?';
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
            if (strncmp(roles[k], role, strlen(role)) == 0)
                letter = roles[k][strlen(role)];
        letter = json_object_get(line, "goes_on") ? 'C' : letter;
        buf_char(&got, json_object_get(line, "hidden") && letter >= 'A' ? (char)(letter | 0x20) : letter);
    }
    OK(strcmp(got.data, want) == 0, "%s: rows of %s are %s, not %s", r->name, s, want, got.data);
}

static void expect_count(struct run *r, const char *key, char *s)
{
    long long n = (long long)json_array_size(json_object_get(r->result, key)), want = strtoll(s, NULL, 10);
    if (!OK(n == want, "%s: %lld %s", r->name, want, key)) {
        tap_note("there are %lld", n);
        note_list(r->result, key);
    }
}

static void expect_tally(struct run *r, const char *key, char *s)
{
    char *count;
    if (!cut(s, " ", &count))
        return;
    long long n = tally(r->result, key, s), want = strtoll(count, NULL, 10);
    if (!OK(n == want, "%s: %lld %s %s", r->name, want, s, key))
        tap_note("there are %lld", n);
}

static void expect_failure(struct run *r, char *code)
{
    json_object_set_new(r->result, "expected", json_true());
    const char *failed = json_string_value(json_object_get(r->result, "failed"));
    OK(text_equal(failed, code), "%s: the import is refused with %s", r->name, code);
    if (!text_equal(failed, code))
        tap_note("it gave %s", failed ? failed : "no failure");
}

static void expect(struct run *r, char *s)
{
    char *rest = s + strlen(s);
    cut(s, " ", &rest);
    import_now(r);
    if (strcmp(s, "metric") == 0)
        expect_metric(r, rest);
    else if (strcmp(s, "value") == 0)
        expect_value(r, rest);
    else if (strcmp(s, "code") == 0)
        expect_code(r, rest);
    else if (strcmp(s, "change") == 0)
        expect_change(r, rest);
    else if (strcmp(s, "no") == 0)
        OK(!has_remark(r->result, rest, NULL), "%s: no %s", r->name, rest);
    else if (strcmp(s, "sheet") == 0)
        expect_sheet(r, rest);
    else if (strcmp(s, "roles") == 0)
        expect_roles(r, rest);
    else if (strcmp(s, "column") == 0)
        expect_column(r, rest);
    else if (strcmp(s, "created") == 0 || strcmp(s, "updated") == 0)
        expect_tally(r, s, rest);
    else if (strcmp(s, "rejected") == 0 || strcmp(s, "checks") == 0 || strcmp(s, "warnings") == 0 ||
             strcmp(s, "skipped") == 0)
        expect_count(r, s, rest);
    else if (strcmp(s, "as-of") == 0)
        OK(text_equal(json_string_value(json_object_get(r->result, "as_of")), rest), "%s: as of %s, not %s", r->name,
           rest, json_string_value(json_object_get(r->result, "as_of")));
    else if (strcmp(s, "fails") == 0)
        expect_failure(r, rest);
    else
        OK(false, "%s: no such expectation: %s", r->name, s);
}

/* ---- case files ---- */

static void begin_file(struct run *r, char *name)
{
    char *encoding = NULL;
    end_file(r);
    cut(name, " ", &encoding);
    size_t n = strlen(name);
    r->book = (struct book){.cx = r->cx,
                            .file_name = name,
                            .csv = n > 4 && strcmp(name + n - 4, ".csv") == 0,
                            .gb18030 = encoding && strcmp(encoding, "gb18030") == 0};
    r->in = (struct ledger_import){.file_name = name};
    r->open = true;
    r->imported = false;
}

static void need(bool fine, const struct run *r, const char *line)
{
    if (!fine)
        OK(false, "%s: the line %s can be read", r->name, line);
}

/* A workbook that is there already. */
static void open_file(struct run *r, char *path)
{
    struct value bytes;
    begin_file(r, path);
    if (!file_read(r->cx, path, (size_t)64 << 20, &bytes)) {
        OK(false, "%s: %s", r->name, r->cx->err.message.en);
        return;
    }
    r->in.bytes = bytes.s;
    r->in.size = bytes.n;
}

static void take_line(struct run *r, char *line)
{
    struct ctx *cx = r->cx;
    char *rest = line + strlen(line);
    bool hidden = line[0] == '~';
    if (line[hidden] == '|') {
        if (!r->book.sheet_count)
            book_sheet_add(&r->book, "Sheet1");
        book_row(&r->book, line + hidden, hidden);
        return;
    }
    cut(line, " ", &rest);
    if (!*line || *line == '#')
        return;
    if (strcmp(line, "file") == 0)
        begin_file(r, rest);
    else if (strcmp(line, "workbook") == 0)
        open_file(r, rest);
    else if (strcmp(line, "as-of") == 0)
        need(date_parse_iso(rest, &r->in.as_of), r, line);
    else if (strcmp(line, "map") == 0)
        need((r->in.map = json_parse(cx, rest, strlen(rest))) != NULL, r, line);
    else if (strcmp(line, "partial") == 0)
        r->in.partial = true;
    else if (strcmp(line, "sheet") == 0)
        book_sheet_add(&r->book, rest);
    else if (strcmp(line, "hidden") == 0)
        r->book.sheets[r->book.sheet_count - 1].hidden = true;
    else if (strcmp(line, "merge") == 0)
        for (char **range = text_split(cx->arena, rest, ' '); *range; range++)
            book_merge(&r->book, *range);
    else if (strcmp(line, "expect") == 0)
        expect(r, rest);
    else
        OK(false, "%s: what is \"%s\"?", r->name, line);
}

static void run_case(const char *url, const char *path, const char *name)
{
    struct ctx cx = work_on(url);
    struct value text;
    cx.actor = "import";
    struct zone *z = row_new(&cx, &zone_entity);
    z->code = z->name = arena_printf(cx.arena, "zone-%.*s", (int)strcspn(name, "."), name);
    for (char *c = arena_strdup(cx.arena, z->code); (z->code = c), (c = strchr(c, '_'));)
        *c = '-';
    if (!row_save(&cx, &zone_entity, z, NULL) || !file_read(&cx, path, 1 << 20, &text)) {
        OK(false, "%s: %s", name, cx.err.message.en);
        work_done(&cx);
        return;
    }
    cx.zone = z->head.id;
    struct run r = {.cx = &cx, .name = name};
    for (char *line = arena_strndup(cx.arena, text.s, text.n), *next; line; line = next) {
        next = NULL;
        cut(line, "\n", &next);
        take_line(&r, line);
    }
    end_file(&r);
    expect_undone(&r);
    work_done(&cx);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_case(const struct dirent *d)
{
    const char *dot = strrchr(d->d_name, '.');
    return dot && strcmp(dot, ".txt") == 0 && (!only || strstr(d->d_name, only));
}

static void all_cases(const char *url)
{
    struct ctx cx = work_on(url);
    struct dirent **files;
    OK(schema_migrate(&cx), "the schema is made");
    work_done(&cx);
    int n = scandir("tests/cases/ledgers", &files, is_case, by_name);
    OK(n > 0, "there are cases");
    for (int i = 0; i < n; i++) {
        char path[400];
        snprintf(path, sizeof path, "tests/cases/ledgers/%s", files[i]->d_name);
        run_case(url, path, files[i]->d_name);
        free(files[i]);
    }
    free(files);
}

int main(int argc, char **argv)
{
    only = argc > 1 ? argv[1] : NULL;
    on_each_engine(all_cases);
    return tap_done();
}
