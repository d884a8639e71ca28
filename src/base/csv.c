/* csv.c — delimited text, record by record. */
#include "base/csv.h"
#include "base/buf.h"
#include "base/nest.h"
#include "base/xml.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

enum {
    WINDOW = 64 << 10,     /* decoded bytes at a time */
    SAMPLE = 64 << 10,     /* what delimiter and byte order are guessed from */
    RECORD_MAX = 16 << 20, /* a longer record is an open quote */
    MEMORY = 128 << 20,
    END = -1,
};

struct csv {
    struct ctx *cx;
    struct nest *nest;
    const char *name;
    const char *encoding;
    const char *bytes, *end; /* of the file */
    const char *next_bytes;  /* not decoded yet */
    iconv_t decoder;         /* (iconv_t)-1 for UTF-8 */
    const char *at, *stop;   /* decoded, not read yet */
    char *window;
    char delimiter;
    bool failed;
    int64_t line, number;
    struct buf text; /* the record's fields, each with its NUL */
    size_t *starts;  /* of the fields in text */
    char **fields;
    int count, capacity;
};

static const struct {
    const char *bytes;
    size_t size;
    const char *encoding;
} marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"}};

static size_t mark_size(const char *bytes, size_t size, const char **ret_encoding)
{
    for (int i = 0; i < 3; i++)
        if (size >= marks[i].size && memcmp(bytes, marks[i].bytes, marks[i].size) == 0) {
            *ret_encoding = marks[i].encoding;
            return marks[i].size;
        }
    return 0;
}

/* Does the whole text decode? */
static bool decodes(const char *encoding, const char *bytes, size_t size)
{
    char scratch[4096];
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (cd == (iconv_t)-1)
        return false;
    union { /* iconv reads through a char ** */
        const char *read;
        char *given;
    } in = {bytes};
    size_t status = 0;
    do {
        char *to = scratch;
        size_t room = sizeof scratch;
        status = iconv(cd, &in.given, &size, &to, &room);
    } while (status == (size_t)-1 && errno == E2BIG);
    iconv_close(cd);
    return status != (size_t)-1 && size == 0;
}

/* How much of the sample reads as separators, digits and line ends in this byte order; -1: as control characters. */
static int64_t utf16_likeness(const char *bytes, size_t size, size_t low)
{
    int64_t likely = 0;
    for (size_t i = 0; i + 1 < size && i < SAMPLE; i += 2) {
        unsigned char c = (unsigned char)bytes[i + low];
        if (bytes[i + 1 - low] != 0)
            continue;
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
            return -1;
        likely += c < 'A';
    }
    return likely;
}

/* Without a mark, the ASCII characters of a table tell UTF-16 and its byte order. */
static const char *utf16_order(const char *bytes, size_t size)
{
    int64_t little = utf16_likeness(bytes, size, 0), big = utf16_likeness(bytes, size, 1);
    if (size % 2 != 0 || little == big || (little <= 0 && big <= 0))
        return NULL;
    return little > big ? "UTF-16LE" : "UTF-16BE";
}

const char *csv_encoding(const void *bytes, size_t size)
{
    const char *p = bytes, *encoding = NULL;
    size_t mark = mark_size(p, size, &encoding);
    if (!encoding && memchr(p, '\0', size))
        encoding = utf16_order(p, size);
    else if (!encoding)
        encoding = xml_is_utf8(p, size) ? "UTF-8" : "GB18030";
    if (!encoding)
        return NULL;
    if (strcmp(encoding, "UTF-8") == 0)
        return xml_is_utf8(p + mark, size - mark) && !memchr(p, '\0', size) ? encoding : NULL;
    return decodes(encoding, p + mark, size - mark) ? encoding : NULL;
}

static void close_decoder(void *arg)
{
    struct csv *c = arg;
    if (c->decoder != (iconv_t)-1)
        iconv_close(c->decoder);
    c->decoder = (iconv_t)-1;
}

/* Decode the next stretch; false at the end of the file. */
static bool decode_more(struct csv *c)
{
    size_t left = (size_t)(c->end - c->next_bytes);
    if (left == 0)
        return false;
    if (c->decoder == (iconv_t)-1) {
        c->at = c->next_bytes;
        c->stop = c->next_bytes = c->at + (left < WINDOW ? left : WINDOW);
        return true;
    }
    union {
        const char *read;
        char *given;
    } in = {c->next_bytes};
    char *to = c->window;
    size_t room = WINDOW;
    iconv(c->decoder, &in.given, &left, &to, &room); /* csv_encoding() has proved that all of it decodes */
    bool moved = in.read > c->next_bytes;
    c->next_bytes = in.read;
    c->at = c->window;
    c->stop = to;
    return moved && (to > c->window || decode_more(c));
}

static inline int get(struct csv *c)
{
    if (c->at == c->stop && !decode_more(c))
        return END;
    return (unsigned char)*c->at++;
}

static inline int peek(struct csv *c)
{
    if (c->at == c->stop && !decode_more(c))
        return END;
    return (unsigned char)*c->at;
}

/* How evenly a delimiter divides the sample: the commonest number of it in a record, and how many records have that. */
static int64_t evenness(const char *p, const char *end, char delimiter)
{
    enum { MOST = 512 };
    int64_t records[MOST] = {0}, best = 0;
    int here = 0;
    bool quoted = false;
    for (; p <= end; p++) {
        if (p < end && *p == '"')
            quoted = !quoted;
        else if (p < end && *p == delimiter && !quoted)
            here += here < MOST - 1;
        else if (p == end || (*p == '\n' && !quoted)) {
            records[here]++;
            here = 0;
        }
    }
    for (int n = 1; n < MOST; n++)
        if (records[n] && records[n] * MOST + n > best)
            best = records[n] * MOST + n;
    return best;
}

/* Excel's own "sep=;" line says it; otherwise the content does. */
static void find_delimiter(struct csv *c)
{
    static const char candidates[] = ",\t;";
    int64_t best = 0;
    if (!decode_more(c))
        return;
    if (c->stop - c->at >= 5 && strncasecmp(c->at, "sep=", 4) == 0 && strchr(",;\t|", c->at[4])) {
        c->delimiter = c->at[4];
        const char *newline = memchr(c->at, '\n', (size_t)(c->stop - c->at));
        c->at = newline ? newline + 1 : c->stop;
        c->line++;
        return;
    }
    for (const char *p = candidates; *p; p++) {
        int64_t score = evenness(c->at, c->stop, *p);
        if (score > best) {
            best = score;
            c->delimiter = *p;
        }
    }
}

struct csv *csv_open(struct ctx *cx, const char *name, const void *bytes, size_t size)
{
    struct csv *c = ARENA_NEW(cx->arena, struct csv);
    c->cx = cx;
    c->name = arena_strdup(cx->arena, name ? name : "?");
    c->encoding = csv_encoding(bytes, size);
    if (!c->encoding) {
        fail(cx, ERR_INPUT, "CSV-01", c->name,
             "无法识别文件“%s”的文字编码，请另存为 UTF-8 编码的 CSV 或 .xlsx 后再上传",
             "the encoding of \"%s\" is not known; save it as CSV in UTF-8, or as .xlsx", c->name);
        return NULL;
    }
    const char *ignored;
    c->bytes = c->next_bytes = (const char *)bytes + mark_size(bytes, size, &ignored);
    c->end = (const char *)bytes + size;
    c->decoder = strcmp(c->encoding, "UTF-8") == 0 ? (iconv_t)-1 : iconv_open("UTF-8", c->encoding);
    arena_defer(cx->arena, close_decoder, c);
    c->nest = nest_open(cx, MEMORY);
    if (!c->nest)
        return NULL;
    c->window = arena_alloc(c->nest->arena, WINDOW);
    c->text = buf_init(c->nest->arena);
    find_delimiter(c);
    return c;
}

void csv_close(struct csv *c)
{
    close_decoder(c);
    nest_close(c->nest);
    c->at = c->stop = c->next_bytes = c->end;
}

char csv_delimiter(const struct csv *c)
{
    return c->delimiter;
}

size_t csv_consumed(const struct csv *c)
{
    return (size_t)(c->next_bytes - c->bytes);
}

bool csv_ok(const struct csv *c)
{
    return !c->failed;
}

static bool fail_open_quote(struct csv *c, int64_t line)
{
    c->failed = true;
    char *path = arena_printf(c->cx->arena, "%s:%lld", c->name, (long long)line);
    return fail(c->cx, ERR_INPUT, "CSV-02", path, "文件“%s”第 %lld 行的引号没有配对，请补上或删除该引号后再上传",
                "in \"%s\", a quote on line %lld is never closed; close it or remove it", c->name, (long long)line);
}

/* One field up to its delimiter or line end, which is left to be read. */
static bool read_field(struct csv *c)
{
    bool quoted = peek(c) == '"';
    int64_t opened = c->line + 1;
    if (quoted)
        get(c);
    for (int ch; (ch = peek(c)) != END;) {
        if (c->text.length > RECORD_MAX)
            break;
        if (!quoted && (ch == c->delimiter || ch == '\n' || ch == '\r'))
            break;
        get(c);
        if (quoted && ch == '"') {
            if (peek(c) == '"')
                buf_char(&c->text, (char)get(c));
            else
                quoted = false; /* what follows up to the delimiter is taken as it is */
            continue;
        }
        if (quoted && ch == '\r' && peek(c) == '\n')
            continue;
        c->line += quoted && (ch == '\n' || ch == '\r');
        buf_char(&c->text, quoted && ch == '\r' ? '\n' : (char)ch);
    }
    buf_char(&c->text, '\0');
    return (!quoted && c->text.length <= RECORD_MAX) || fail_open_quote(c, opened);
}

static void start_field(struct csv *c)
{
    if (c->count == c->capacity) {
        int capacity = c->capacity ? c->capacity * 2 : 64;
        size_t old = (size_t)c->capacity, new = (size_t)capacity;
        c->starts = arena_grow(c->nest->arena, c->starts, old * sizeof *c->starts, new * sizeof *c->starts);
        c->fields = arena_grow(c->nest->arena, c->fields, old * sizeof *c->fields, new * sizeof *c->fields);
        c->capacity = capacity;
    }
    c->starts[c->count++] = c->text.length;
}

static bool read_record(struct csv *c)
{
    c->count = 0;
    buf_clear(&c->text);
    for (;;) {
        start_field(c);
        if (!read_field(c))
            return false;
        int ch = get(c);
        if (c->delimiter && ch == c->delimiter)
            continue;
        if (ch == '\r' && peek(c) == '\n')
            get(c);
        return true;
    }
}

bool csv_next(struct csv *c, struct csv_row *ret_row)
{
    nest_enter(c->nest);
    while (!c->failed && peek(c) != END) {
        int64_t line = c->line;
        if (!read_record(c))
            return false;
        c->line++;
        c->number++;
        if (c->count == 1 && c->text.data[0] == '\0')
            continue;
        for (int i = 0; i < c->count; i++)
            c->fields[i] = c->text.data + c->starts[i];
        *ret_row = (struct csv_row){.number = c->number, .line = line + 1, .fields = c->fields, .count = c->count};
        return true;
    }
    return false;
}
