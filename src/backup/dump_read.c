/* dump_read.c — reads the lines of a dump: heads through jansson, rows in place. */
#include "backup/dump.h"
#include "base/json.h"
#include "base/text.h"
#include "model/schema.h"

#include <jansson.h>
#include <limits.h>
#include <string.h>

enum {
    FORMAT = 1,
    READ_AT_ONCE = 64 * 1024,
    LINE_MOST = 1 << 30,
    COLUMNS_MOST = 1000,
    BESIDE_MOST = 16,
    NAME_MOST = 63
};

struct dump_reader {
    struct ctx *cx;
    const struct source *from;
    struct buf in; /* what was read; lines are parsed in it */
    size_t next;   /* where the next line begins */
    bool at_end;   /* the source has no more */
    int64_t line, tables, rows, left /* of the table */;
    struct dump_head head;
    struct dump_table table;
    struct value *values;
    struct arena *arena; /* of the table's description */
};

/* ---- failures ---- */

static bool fail_line(struct dump_reader *r, const char *cause)
{
    fail(r->cx, ERR_INPUT, "BAK-11", NULL, "转储文件第 %lld 行读不懂：%s；请重新转储",
         "line %lld of the dump makes no sense: %s; make the dump anew", (long long)r->line, cause);
    return false;
}

static bool fail_short(struct dump_reader *r)
{
    return fail(r->cx, ERR_INPUT, "BAK-12", NULL, "转储文件不完整，在第 %lld 行中断；请重新转储",
                "the dump is not whole, it ends at line %lld; make it anew", (long long)r->line);
}

/* ---- lines ---- */

/* The next line without its break, NUL at its end; it may be written over. */
static bool next_line(struct dump_reader *r, char **ret_line)
{
    size_t looked = r->next;
    r->line++;
    for (;;) {
        char *end = memchr(r->in.data + looked, '\n', r->in.length - looked);
        if (end) {
            *end = '\0';
            *ret_line = r->in.data + r->next;
            r->next = (size_t)(end - r->in.data) + 1;
            return true;
        }
        if (r->at_end)
            return fail_short(r);
        looked = r->in.length - r->next;
        memmove(r->in.data, r->in.data + r->next, looked);
        r->in.length = looked;
        r->next = 0;
        if (looked > LINE_MOST)
            return fail_line(r, "longer than 1 GiB");
        size_t got, room = looked > READ_AT_ONCE ? looked : READ_AT_ONCE;
        if (!r->from->take(r->from->from, buf_room(&r->in, room), room, &got))
            return false;
        r->in.length += got;
        r->at_end = got == 0;
    }
}

static const json_t *next_object(struct dump_reader *r)
{
    char *line;
    if (!next_line(r, &line))
        return NULL;
    const json_t *object = line[0] == '{' ? json_parse(r->cx, line, strlen(line)) : NULL;
    if (!object) {
        err_clear(r->cx);
        fail_line(r, "no JSON object");
    }
    return object;
}

/* ---- heads ---- */

static bool is_name(const char *s)
{
    size_t n = s ? strspn(s, "abcdefghijklmnopqrstuvwxyz_0123456789") : 0;
    return n > 0 && n <= NAME_MOST && s[n] == '\0' && (s[0] < '0' || s[0] > '9');
}

/* Lines of what lies beside the database, up to the head of the dump; NULL on failure. */
static const json_t *read_beside(struct dump_reader *r, const struct beside **ret_beside)
{
    struct beside *all = arena_array(r->cx->arena, BESIDE_MOST + 1, sizeof *all);
    *ret_beside = all;
    for (int i = 0;; i++) {
        const json_t *o = next_object(r);
        const char *name = json_string_value(json_object_get(o, "beside")),
                   *text = json_string_value(json_object_get(o, "text"));
        if (!o || !name)
            return o;
        if (!text || i == BESIDE_MOST) {
            fail_line(r, "no file beside the database");
            return NULL;
        }
        all[i] = (struct beside){.name = name, .text = text};
    }
}

static bool read_head(struct dump_reader *r)
{
    const struct beside *beside;
    const json_t *o = read_beside(r, &beside);
    if (!o)
        return false;
    int64_t format = json_integer_value(json_object_get(o, "steward_dump"));
    const json_t *zones = json_object_get(o, "zones");
    if (format < 1 || !json_is_array(zones))
        return fail_line(r, "no head of a dump");
    r->head = (struct dump_head){
        .schema = json_integer_value(json_object_get(o, "schema")),
        .tables = json_integer_value(json_object_get(o, "tables")),
        .rows = json_integer_value(json_object_get(o, "rows")),
        .beside = beside,
        .zones = arena_array(r->cx->arena, json_array_size(zones) + 1, sizeof *r->head.zones),
    };
    for (size_t i = 0; i < json_array_size(zones); i++) {
        const char *code = json_string_value(json_array_get(zones, i));
        r->head.zones[i] = code ? code : "";
    }
    if (format > FORMAT || r->head.schema > SCHEMA_VERSION)
        return fail(r->cx, ERR_UNSUPPORTED, "BAK-10", NULL,
                    "内容由更新版本的程序写成（结构版本 %lld，本程序为 %d）；请用更新版本的 steward",
                    "it was written by a newer program (schema version %lld, this one has %d): use a newer steward",
                    (long long)r->head.schema, SCHEMA_VERSION);
    return true;
}

struct dump_reader *dump_open(struct ctx *cx, const struct source *from)
{
    struct dump_reader *r = ARENA_NEW(cx->arena, struct dump_reader);
    *r = (struct dump_reader){.cx = cx, .from = from, .arena = arena_beside(cx->arena)};
    r->in = buf_init(arena_beside(cx->arena));
    return read_head(r) ? r : NULL;
}

const struct dump_head *dump_head(const struct dump_reader *r)
{
    return &r->head;
}

static bool read_kind(const char *word, enum value_kind *ret_kind)
{
    *ret_kind = text_equal(word, "text") ? VALUE_TEXT : text_equal(word, "bytes") ? VALUE_BYTES : VALUE_INT;
    return *ret_kind != VALUE_INT || text_equal(word, "integer");
}

static bool read_columns(struct dump_reader *r, const json_t *o)
{
    const json_t *names = json_object_get(o, "columns"), *types = json_object_get(o, "types");
    struct dump_table *t = &r->table;
    t->columns = json_array_size(names);
    t->key = (size_t)json_integer_value(json_object_get(o, "key"));
    if (t->columns < 1 || t->columns > COLUMNS_MOST || json_array_size(types) != t->columns || t->key > t->columns)
        return fail_line(r, "no columns");
    t->names = arena_array(r->arena, t->columns, sizeof *t->names);
    t->kinds = arena_array(r->arena, t->columns, sizeof *t->kinds);
    r->values = arena_array(r->arena, t->columns, sizeof *r->values);
    for (size_t i = 0; i < t->columns; i++) {
        const char *name = json_string_value(json_array_get(names, i));
        if (!is_name(name) || !read_kind(json_string_value(json_array_get(types, i)), &t->kinds[i]))
            return fail_line(r, "no such column");
        t->names[i] = arena_strdup(r->arena, name);
    }
    return true;
}

static bool read_end(struct dump_reader *r, const json_t *o)
{
    char more;
    size_t got = 0;
    int64_t rows = json_integer_value(json_object_get(o, "rows"));
    if (rows != r->rows || rows != r->head.rows || r->tables != r->head.tables)
        return fail(r->cx, ERR_INPUT, "BAK-12", NULL,
                    "内容不完整：应有 %lld 张表、%lld 行，实有 %lld 张、%lld 行；请换用另一份",
                    "it is not whole: %lld tables and %lld rows should be there, %lld and %lld are; use another one",
                    (long long)r->head.tables, (long long)r->head.rows, (long long)r->tables, (long long)r->rows);
    if (r->next == r->in.length && !r->at_end && !r->from->take(r->from->from, &more, 1, &got))
        return false;
    return (r->next == r->in.length && got == 0) || fail_line(r, "something follows the end");
}

bool dump_next_table(struct dump_reader *r, const struct dump_table **ret_table)
{
    const struct value *row = r->values;
    while (row && r->left > 0)
        if (!dump_next_row(r, &row))
            return false;
    struct arena_mark mark = arena_mark(r->cx->arena);
    const json_t *o = next_object(r);
    *ret_table = NULL;
    if (!o)
        return false;
    if (json_is_true(json_object_get(o, "end")))
        return read_end(r, o);
    arena_clear(r->arena);
    r->table = (struct dump_table){.name = arena_strdup(r->arena, json_string_value(json_object_get(o, "table"))),
                                   .rows = json_integer_value(json_object_get(o, "rows"))};
    if (!is_name(r->table.name) || r->table.rows < 0)
        return fail_line(r, "no head of a table");
    if (!read_columns(r, o))
        return false;
    arena_reset(r->cx->arena, mark);
    r->tables++;
    r->left = r->table.rows;
    *ret_table = &r->table;
    return true;
}

/* ---- rows, parsed where they stand ---- */

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static bool read_hex4(const char *s, unsigned *ret_code)
{
    *ret_code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = digit_of(s[i]); /* the NUL at the end is none */
        if (digit < 0)
            return false;
        *ret_code = *ret_code << 4 | (unsigned)digit;
    }
    return true;
}

/* \uXXXX, and a second one where the first is half of a pair, as UTF-8. */
static bool read_code_point(char **from, char **to)
{
    unsigned code, low;
    if (!read_hex4(*from, &code))
        return false;
    *from += 4;
    if (code >= 0xD800 && code < 0xE000) {
        if (code >= 0xDC00 || (*from)[0] != '\\' || (*from)[1] != 'u' || !read_hex4(*from + 2, &low) || low < 0xDC00 ||
            low >= 0xE000)
            return false;
        *from += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    char *p = *to;
    if (code < 0x80)
        *p++ = (char)code;
    else if (code < 0x800) {
        *p++ = (char)(0xC0 | code >> 6);
        *p++ = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        *p++ = (char)(0xE0 | code >> 12);
        *p++ = (char)(0x80 | (code >> 6 & 63));
        *p++ = (char)(0x80 | (code & 63));
    } else {
        *p++ = (char)(0xF0 | code >> 18);
        *p++ = (char)(0x80 | (code >> 12 & 63));
        *p++ = (char)(0x80 | (code >> 6 & 63));
        *p++ = (char)(0x80 | (code & 63));
    }
    *to = p;
    return code > 0;
}

/* After the backslash. */
static bool read_escape(char **from, char **to)
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = *(*from)++;
    const char *found = c ? strchr(plain, c) : NULL;
    if (c == 'u')
        return read_code_point(from, to);
    if (found)
        *(*to)++ = meant[found - plain];
    return found;
}

/* *at stands after the opening quote, then after the closing one. */
static bool read_string(char **at, struct value *ret_text)
{
    char *from = *at + strcspn(*at, "\"\\"), *to = from;
    while (*from != '"') {
        if (!*from)
            return false;
        if (*from == '\\') {
            from++;
            if (!read_escape(&from, &to))
                return false;
        } else
            *to++ = *from++;
    }
    *ret_text = (struct value){VALUE_TEXT, 0, *at, (size_t)(to - *at)};
    *to = '\0';
    *at = from + 1;
    return true;
}

static int base64_digit(char c)
{
    return c >= 'A' && c <= 'Z'   ? c - 'A'
           : c >= 'a' && c <= 'z' ? c - 'a' + 26
           : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'             ? 62
           : c == '/'             ? 63
                                  : -1;
}

/* Base64 with its padding, over itself. */
static bool read_base64(char *at, size_t n, struct value *ret_bytes)
{
    char *to = at;
    size_t padding = n >= 4 ? (size_t)(at[n - 1] == '=') + (at[n - 1] == '=' && at[n - 2] == '=') : 0;
    if (n % 4)
        return false;
    for (size_t i = 0; i < n; i += 4) {
        unsigned bits = 0;
        for (size_t k = 0; k < 4; k++) {
            int digit = i + k >= n - padding ? 0 : base64_digit(at[i + k]);
            if (digit < 0)
                return false;
            bits = bits << 6 | (unsigned)digit;
        }
        *to++ = (char)(bits >> 16);
        *to++ = (char)(bits >> 8);
        *to++ = (char)bits;
    }
    *ret_bytes = value_bytes(at, (size_t)(to - at) - padding);
    return true;
}

static bool read_bytes(char **at, struct value *ret_bytes)
{
    static const char before[] = "{\"bytes\":\"";
    if (strncmp(*at, before, sizeof before - 1) != 0)
        return false;
    char *text = *at + sizeof before - 1, *end = strchr(text, '"');
    if (!end || end[1] != '}')
        return false;
    *at = end + 2;
    return read_base64(text, (size_t)(end - text), ret_bytes);
}

static bool read_int(char **at, struct value *ret_int)
{
    bool negative = **at == '-';
    const char *first = *at += negative;
    uint64_t n = 0, most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    for (; **at >= '0' && **at <= '9'; ++*at) {
        uint64_t digit = (uint64_t)(**at - '0');
        if (n > (most - digit) / 10)
            return false;
        n = n * 10 + digit;
    }
    *ret_int = value_int(negative ? (int64_t)(0 - n) : (int64_t)n);
    return *at > first;
}

static bool read_value(char **at, enum value_kind kind, struct value *ret_value)
{
    if (strncmp(*at, "null", 4) == 0) {
        *at += 4;
        *ret_value = value_null();
        return true;
    }
    switch (kind) {
    case VALUE_TEXT:
        return *(*at)++ == '"' && read_string(at, ret_value);
    case VALUE_BYTES:
        return read_bytes(at, ret_value);
    default:
        return read_int(at, ret_value);
    }
}

bool dump_next_row(struct dump_reader *r, const struct value **ret_values)
{
    char *at;
    *ret_values = NULL;
    if (r->left == 0)
        return true;
    if (!next_line(r, &at))
        return false;
    for (size_t i = 0; i < r->table.columns; i++)
        if (*at++ != (i ? ',' : '[') || !read_value(&at, r->table.kinds[i], &r->values[i]))
            return fail_line(r, arena_printf(r->cx->arena, "%s.%s", r->table.name, r->table.names[i]));
    if (strcmp(at, "]") != 0)
        return fail_line(r, r->table.name);
    r->left--;
    r->rows++;
    *ret_values = r->values;
    return true;
}
