/* layout_tables.c — where one sheet holds several tables one below another: the rows that are each one's. */
#include "ledger/layout_tables.h"

#include "base/map.h"
#include "base/text.h"
#include "ledger/sheet_rows.h"

#include <string.h>

/* Tables one below another are for the eye: a sheet longer than this is one table. */
enum { ROWS_MOST = 3000, HEAD_LONGEST = 24, HEAD_DEEPEST = 4, KNOWN_LEAST = 3 };

/* A row, as far as it matters whether a head or a title stands in it. */
struct line {
    int64_t number;
    int texts, numbers;
    const char *first; /* text, folded */
    const char *head;  /* its texts, folded and joined, when it looks like a head; NULL */
};

struct lines {
    struct line *at;
    int count;
    bool whole; /* the sheet ended */
};

/* Most of the cells are words that stand in heads, and one of them heads what makes a row. */
static const char *head_in(struct ctx *cx, const struct map *words, const struct sheet_row *row,
                           const struct line *line)
{
    int known = 0;
    bool must = false;
    if (line->numbers || line->texts < KNOWN_LEAST)
        return NULL;
    const char *all = "";
    for (int i = 0; i < row->count; i++) {
        const struct cell *c = &row->cells[i];
        int64_t rank;
        if (c->kind != CELL_TEXT || text_is_empty(c->text))
            continue;
        if (text_chars(c->text) > HEAD_LONGEST)
            return NULL;
        const char *bare = head_bare(cx->arena, c->text);
        all = arena_printf(cx->arena, "%s|%s", all, bare);
        if (map_get(words, bare, &rank)) {
            known++;
            must |= rank > 1;
        }
    }
    return must && known >= KNOWN_LEAST && known * 3 >= line->texts * 2 ? all : NULL;
}

static bool read_lines(struct ctx *cx, struct workbook *w, int sheet, const struct map *words, struct lines *lines)
{
    struct sheet_row row;
    struct sheet_reader *reader = sheet_open(cx, w, sheet);
    if (!reader)
        return false;
    lines->at = arena_array(cx->arena, ROWS_MOST, sizeof *lines->at);
    while (sheet_next(reader, &row)) {
        struct line line = {.number = row.number};
        if (lines->count == ROWS_MOST)
            return true;
        for (int i = 0; i < row.count; i++) {
            const struct cell *c = &row.cells[i];
            bool text = c->kind == CELL_TEXT && !text_is_empty(c->text);
            line.texts += text;
            line.numbers += c->kind == CELL_NUMBER || c->kind == CELL_DATE;
            if (text && !line.first)
                line.first = text_fold(cx->arena, c->text);
        }
        line.head = head_in(cx, words, &row, &line);
        if (line.texts + line.numbers)
            lines->at[lines->count++] = line;
    }
    lines->whole = true;
    return sheet_ok(reader);
}

/* The title of a table stands in the rows right above its head, a few words in each. */
static int64_t begins_at(const struct lines *lines, int head, int64_t above)
{
    enum { WORDS_OF_TITLE = 3 };
    int i = head;
    for (; i > 0; i--) {
        const struct line *line = &lines->at[i - 1];
        bool gap = i < head && lines->at[i].number - line->number > 1;
        if (gap || line->number <= above || line->numbers || line->texts > WORDS_OF_TITLE ||
            row_ends_table(line->first))
            break;
    }
    return lines->at[i].number;
}

bool layout_tables(struct ctx *cx, struct workbook *w, int sheet, const struct map *words, int64_t *starts, int most,
                   int *ret_count)
{
    struct lines lines = {0};
    int last = -1; /* the head before */
    *ret_count = 0;
    if (!read_lines(cx, w, sheet, words, &lines))
        return false;
    for (int i = 0; lines.whole && i < lines.count && *ret_count < most; i++) {
        const struct line *line = &lines.at[i];
        if (!line->head)
            continue;
        bool another = last >= 0 && line->number - lines.at[last].number >= HEAD_DEEPEST &&
                       strcmp(line->head, lines.at[last].head) != 0;
        if (last < 0 || another)
            starts[(*ret_count)++] = last < 0 ? 1 : begins_at(&lines, i, lines.at[last].number);
        if (last < 0 || another)
            last = i;
    }
    return true;
}
