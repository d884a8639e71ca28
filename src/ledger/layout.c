/* layout.c — finds the head of a sheet by itself: title rows above, one to three rows of merged head, units. */
#include "ledger/layout.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/text.h"
#include "ledger/layout_tables.h"
#include "ledger/layout_top.h"

#include <string.h>

static bool read_top(struct ctx *cx, struct workbook *w, const struct layout *l, struct top *top)
{
    struct sheet_row row;
    struct sheet_reader *reader = sheet_open(cx, w, l->sheet);
    if (!reader)
        return false;
    while (top->rows < TOP_ROWS && sheet_next(reader, &row)) {
        if (row.number < l->first_row)
            continue;
        if (l->last_row && row.number > l->last_row)
            return true;
        int r = top->rows++;
        top->number[r] = row.number;
        for (int i = 0; i < row.count; i++) {
            const struct cell *c = &row.cells[i];
            if (c->column >= HEAD_COLUMNS || c->kind == CELL_EMPTY)
                continue;
            top->numeric[r][c->column] = c->kind == CELL_NUMBER || c->kind == CELL_DATE;
            top->text[r][c->column] = arena_strdup(cx->arena, c->text ? c->text : "");
            if (c->column >= top->columns)
                top->columns = c->column + 1;
        }
    }
    return top->rows == TOP_ROWS || sheet_ok(reader);
}

static const struct merge *merge_at(const struct layout *l, int64_t row, int column)
{
    for (int i = 0; i < l->merge_count; i++) {
        const struct merge *m = &l->merges[i];
        if (row >= m->first_row && row <= m->last_row && column >= m->first_column && column <= m->last_column)
            return m;
    }
    return NULL;
}

static int grid_row(const struct top *top, int64_t number)
{
    for (int r = 0; r < top->rows; r++)
        if (top->number[r] == number)
            return r;
    return -1;
}

/* What stands over a column in one row of the head, merged cells followed to where their text is.  Without merges
 * (csv, careless sheets) an upper cell reaches over the empty cells to its right that have a cell of their own below. */
static const char *head_cell(const struct layout *l, const struct top *top, int r, int column, bool lowest)
{
    const struct merge *m = merge_at(l, top->number[r], column);
    if (m) {
        int from = grid_row(top, m->first_row);
        return from >= 0 && m->first_column < HEAD_COLUMNS ? top->text[from][m->first_column] : NULL;
    }
    if (top->text[r][column] || lowest)
        return top->text[r][column];
    if (r + 1 < top->rows && top->text[r + 1][column])
        for (int c = column - 1; c >= 0; c--) {
            if (top->text[r][c])
                return merge_at(l, top->number[r], c) ? NULL : top->text[r][c];
            if (!top->text[r + 1][c])
                return NULL;
        }
    return NULL;
}

/* The head over a column from row r down `depth` rows: `full` joined, shown with slashes, and the lowest text. */
static bool head_of(struct ctx *cx, const struct layout *l, const struct top *top, int r, int depth, int column,
                    const char **ret_leaf, const char **ret_full, const char **ret_shown)
{
    const char *parts[HEAD_ROWS];
    int n = 0;
    for (int i = r; i < r + depth; i++) {
        const char *t = head_cell(l, top, i, column, i == r + depth - 1);
        if (t && !text_is_empty(t) && (n == 0 || strcmp(parts[n - 1], t) != 0))
            parts[n++] = t;
    }
    if (n == 0)
        return false;
    struct buf full = buf_init(cx->arena), shown = buf_init(cx->arena);
    for (int i = 0; i < n; i++) {
        buf_text(&full, parts[i]);
        buf_printf(&shown, "%s%s", i ? "/" : "", text_clean(cx->arena, parts[i]));
    }
    for (char *c = shown.data; *c; c++)
        if (*c == '\n')
            *c = ' ';
    *ret_leaf = parts[n - 1];
    *ret_full = full.data;
    *ret_shown = shown.data;
    return true;
}

/* A row of text labels, mostly short and without numbers, may belong to a head. */
static bool may_be_head(const struct top *top, int r)
{
    int texts = 0, numbers = 0;
    for (int c = 0; c < top->columns; c++) {
        if (top->numeric[r][c])
            numbers++;
        else if (top->text[r][c] && text_chars(top->text[r][c]) <= 40)
            texts++;
    }
    return texts >= 2 && numbers <= texts / 4;
}

struct trial {
    const struct ledger_kind *kind;
    int r, depth, score, hits;
};

enum { KINDS_MOST = 16 };

/* One for every kind of ledger, in the order of ledger_kinds; made once for a workbook. */
struct readers {
    struct head_reader *of[KINDS_MOST];
    struct map *words; /* of all of them */
};

static struct readers readers_new(struct ctx *cx)
{
    struct readers readers = {.words = map_new(cx->arena)};
    for (int i = 0; ledger_kinds[i]; i++) {
        readers.of[i] = head_reader_new(cx, ledger_kinds[i]);
        head_reader_words(readers.of[i], readers.words);
    }
    return readers;
}

static const char *words_of_name(struct ctx *cx, const struct layout *l)
{
    return text_fold(cx->arena, arena_printf(cx->arena, "%s %s", l->name, l->title ? l->title : ""));
}

static int word_bonus(struct ctx *cx, const struct ledger_kind *k, const char *folded)
{
    int bonus = 0;
    for (char **w = text_split(cx->arena, k->words, ' '); *w; w++)
        if (strstr(folded, text_fold(cx->arena, *w)))
            bonus += 60;
    return bonus > 120 ? 120 : bonus;
}

/* What Excel writes over a pivot table: sums of rows that stand elsewhere. */
static bool is_pivot(const char *head)
{
    static const char *const words[] = {"行标签", "列标签", "求和项:", "计数项:", "平均值项:", NULL};
    for (const char *const *w = words; *w; w++)
        if (text_starts(head, *w))
            return true;
    return false;
}

/* How much a head block says for a kind: the confidences of its distinct targets, and whether the row-making field is there. */
static struct trial try_head(struct ctx *cx, const struct layout *l, const struct top *top, const struct ledger_kind *k,
                             const struct head_reader *reader, int r, int depth)
{
    struct trial t = {.kind = k, .r = r, .depth = depth};
    struct meaning taken[HEAD_COLUMNS];
    int columns = 0;
    bool must = false, telling = false, named = false, counts = false;
    for (int c = 0; c < top->columns; c++) {
        const char *leaf, *full, *shown;
        if (!head_of(cx, l, top, r, depth, c, &leaf, &full, &shown))
            continue;
        columns++;
        if (text_chars(leaf) > 60 || is_pivot(leaf))
            return (struct trial){0};
        struct meaning m = head_read(cx, reader, leaf, full);
        counts |= !m.target && head_is_count(cx, leaf);
        bool again = false;
        for (int i = 0; i < t.hits; i++)
            again |= taken[i].target == m.target && (!m.target || m.target->kind == TARGET_FIELD ||
                                                     (taken[i].year == m.year && taken[i].month == m.month));
        if (!m.target || m.target->kind == TARGET_ORDINAL || again)
            continue;
        taken[t.hits++] = m;
        t.score += m.confidence;
        telling |= strstr(k->telling, arena_printf(cx->arena, " %s ", m.target->id)) != NULL;
        if (m.target->kind == TARGET_FIELD && strcmp(m.target->id, k->must) == 0) {
            must = true;
            named = strstr(leaf, "项目名") || strstr(leaf, "工程名");
        }
    }
    /* a table of how many projects each has is no list of projects */
    if (!must || !telling || t.hits < 2 || columns < 2 || (counts && !named))
        return (struct trial){0};
    return t;
}

static bool is_foreign(const char *folded)
{
    static const char *const words[] = {"美元", "欧元", "港元", "港币", "日元", "英镑", "usd", "eur", NULL};
    for (const char *const *w = words; *w; w++)
        if (strstr(folded, *w))
            return true;
    return false;
}

/* The rows above the head: title, unit, date. */
static void read_title(struct ctx *cx, struct layout *l, const struct top *top, int head)
{
    struct buf title = buf_init(cx->arena);
    for (int r = 0; r < head; r++)
        for (int c = 0; c < top->columns; c++) {
            const char *t = top->text[r][c];
            if (!t || top->numeric[r][c] || text_is_empty(t))
                continue;
            int64_t unit = money_unit_in(t);
            if (unit)
                l->unit = unit;
            const char *folded = text_fold(cx->arena, t);
            if (!unit && strstr(folded, "单位:") && is_foreign(folded))
                l->bad_unit = text_clean(cx->arena, t);
            buf_printf(&title, "%s%s", title.length ? " · " : "", text_clean(cx->arena, t));
        }
    if (title.length)
        l->title = title.data;
}

static bool map_columns(struct ctx *cx, struct layout *l, const struct top *top, const struct head_reader *reader,
                        int r, int depth)
{
    struct buf heads = buf_init(cx->arena);
    l->columns = arena_array(cx->arena, (size_t)top->columns + 1, sizeof *l->columns);
    l->column_count = 0;
    for (int c = 0; c < top->columns; c++) {
        const char *leaf, *full, *shown;
        if (!head_of(cx, l, top, r, depth, c, &leaf, &full, &shown))
            continue;
        struct meaning m = head_read(cx, reader, leaf, full);
        struct column *column = &l->columns[l->column_count++];
        *column = (struct column){.index = c,
                                  .head = shown,
                                  .target = m.target,
                                  .confidence = m.confidence,
                                  .year = m.year,
                                  .month = m.month};
        column->foreign = is_foreign(text_fold(cx->arena, full));
        if (m.target && target_is_money(m.target) && !column->foreign)
            column->unit = head_unit(cx, l, leaf, full);
        for (const char *s = text_fold(cx->arena, full); *s; s++) /* years and months move on, the layout stays */
            if (*s < '0' || *s > '9')
                buf_char(&heads, *s);
            else if (s[1] < '0' || s[1] > '9')
                buf_char(&heads, '#');
        buf_char(&heads, '\n');
    }
    l->head_first = top->number[r];
    l->head_last = top->number[r + depth - 1];
    layout_settle_by_cells(cx, l, top, r + depth);
    layout_settle(l, (struct date){0});
    l->fingerprint = sha256_hex(cx, heads.data, heads.length);
    return l->fingerprint != NULL;
}

/* How deep the head is: vertical merges that begin in its first row say so; else it is tried. */
static int merged_depth(const struct layout *l, const struct top *top, int r)
{
    int64_t last = top->number[r];
    for (int i = 0; i < l->merge_count; i++)
        if (l->merges[i].first_row == top->number[r] && l->merges[i].last_row > last &&
            l->merges[i].last_row < last + HEAD_ROWS)
            last = l->merges[i].last_row;
    return (int)(last - top->number[r]) + 1;
}

/* The lower rows of a head whose cells are merged down are no head by themselves. */
static bool begins_above(const struct layout *l, const struct top *top, int r)
{
    for (int i = 0; i < l->merge_count; i++) {
        const struct merge *m = &l->merges[i];
        int from = grid_row(top, m->first_row);
        if (m->first_row < top->number[r] && m->last_row >= top->number[r] && from >= 0 &&
            merged_depth(l, top, from) > 1 && may_be_head(top, from))
            return true;
    }
    return false;
}

/* What stands above row r, folded. */
static const char *words_above(struct ctx *cx, const struct top *top, int r)
{
    struct buf above = buf_init(cx->arena);
    for (int i = 0; i < r; i++)
        for (int c = 0; c < top->columns; c++)
            if (top->text[i][c] && !top->numeric[i][c])
                buf_text(&above, top->text[i][c]);
    return text_fold(cx->arena, above.data);
}

static struct trial best_head(struct ctx *cx, struct layout *l, const struct top *top, const struct readers *readers)
{
    struct trial best = {0};
    const char *sheet_words = words_of_name(cx, l);
    for (int r = 0; r < top->rows; r++) {
        if (!may_be_head(top, r) || begins_above(l, top, r))
            continue;
        int merged = merged_depth(l, top, r);
        for (int depth = merged; depth <= (merged > 1 ? merged : 3) && r + depth <= top->rows; depth++) {
            if (depth > merged && !may_be_head(top, r + depth - 1))
                break;
            for (int k = 0; ledger_kinds[k]; k++) {
                struct arena_mark mark = arena_mark(cx->arena);
                struct trial t = try_head(cx, l, top, ledger_kinds[k], readers->of[k], r, depth);
                if (t.score) {
                    t.score += word_bonus(cx, t.kind, sheet_words) + word_bonus(cx, t.kind, words_above(cx, top, r));
                    t.score -= (depth - merged) * 15;
                }
                arena_reset(cx->arena, mark);
                if (t.score > best.score)
                    best = t;
            }
        }
    }
    return best;
}

/* The head and kind that a person named instead of ours. */
bool layout_remap(struct ctx *cx, struct workbook *w, struct layout *l, int64_t first, int64_t last)
{
    struct top *top = ARENA_NEW(cx->arena, struct top);
    if (!read_top(cx, w, l, top))
        return false;
    int r = grid_row(top, first), end = grid_row(top, last);
    if (r < 0 || end < r || end - r >= HEAD_ROWS)
        return fail(cx, ERR_INPUT, "MAP-04", l->name, "表头行 %lld–%lld 不在工作表“%s”的前 %d 行内,或多于 %d 行",
                    "Head rows %lld–%lld are not among the first rows of sheet \"%s\" (%d), or more than %d",
                    (long long)first, (long long)last, l->name, TOP_ROWS, HEAD_ROWS);
    read_title(cx, l, top, r);
    l->reason = (struct label){0};
    l->hidden = false;
    l->confidence = 100;
    return map_columns(cx, l, top, head_reader_new(cx, l->kind), r, end - r + 1);
}

static bool recognise(struct ctx *cx, struct workbook *w, struct layout *l, const struct readers *readers)
{
    struct top *top = ARENA_NEW(cx->arena, struct top);
    if (!read_top(cx, w, l, top) || !workbook_merges(cx, w, l->sheet, &l->merges, &l->merge_count))
        return false;
    if (top->rows == 0) {
        l->reason = (struct label){"空表", "The sheet is empty"};
        return true;
    }
    struct trial best = best_head(cx, l, top, readers);
    if (!best.kind) {
        l->reason = (struct label){
            "没有认出表头:至少要有名称列和另外一列已知的列;可用列对应指定",
            "No head was recognised: it needs a name column and one more known column; a mapping can name them"};
        return true;
    }
    l->kind = best.kind;
    l->confidence = best.hits ? best.score / best.hits : 0;
    if (l->confidence > 100)
        l->confidence = 100;
    read_title(cx, l, top, best.r);
    if (l->hidden)
        l->reason = (struct label){"隐藏的工作表,不导入", "The sheet is hidden and is not imported"};
    int kind = 0;
    while (ledger_kinds[kind] != best.kind)
        kind++;
    return map_columns(cx, l, top, readers->of[kind], best.r, best.depth);
}

/* The sheets' layouts, and behind them those of further tables. */
struct found {
    struct layout *at;
    int count, further, room;
};

/* A further table of the sheet; one that is no table after all belongs to the one before. */
static bool find_further(struct ctx *cx, struct workbook *w, const struct readers *readers, struct found *found,
                         struct layout *before, int64_t first, int64_t last, struct layout **ret_before)
{
    struct layout *first_of_sheet = &found->at[before->sheet];
    struct layout l = {.position = found->count + found->further,
                       .sheet = before->sheet,
                       .name = first_of_sheet->name,
                       .hidden = first_of_sheet->hidden,
                       .first_row = first,
                       .last_row = last,
                       .unit = first_of_sheet->unit};
    if (!recognise(cx, w, &l, readers))
        return false;
    *ret_before = before;
    if (!l.kind) {
        before->last_row = last;
        return true;
    }
    l.name = arena_printf(cx->arena, "%s(%lld)", l.name, (long long)first);
    if (found->count + found->further == found->room)
        return true;
    *ret_before = &found->at[found->count + found->further++];
    **ret_before = l;
    return true;
}

static bool find_tables(struct ctx *cx, struct workbook *w, const struct readers *readers, struct found *found,
                        int sheet)
{
    int64_t starts[TABLES_MOST];
    int tables = 0;
    const struct sheet_info *info = workbook_sheet(w, sheet);
    struct layout *l = &found->at[sheet];
    *l = (struct layout){
        .position = sheet, .sheet = sheet, .name = arena_strdup(cx->arena, info->name), .hidden = info->hidden};
    if (!info->hidden && !layout_tables(cx, w, sheet, readers->words, starts, TABLES_MOST, &tables))
        return false;
    for (int i = 0; i < tables || i == 0; i++) {
        int64_t last = i + 1 < tables ? starts[i + 1] - 1 : i ? INT64_MAX : 0;
        bool found_one;
        if (l->kind)
            found_one = find_further(cx, w, readers, found, l, starts[i], last, &l);
        else { /* the first, and what stands above it */
            l->last_row = last;
            l->reason = (struct label){0};
            found_one = recognise(cx, w, l, readers);
        }
        if (!found_one)
            return false;
    }
    return true;
}

bool layouts_find(struct ctx *cx, struct workbook *w, struct layout **ret_layouts, int *ret_count)
{
    struct found found = {.count = workbook_sheets(w)};
    found.room = found.count + (TABLES_MOST - 1) * found.count;
    found.at = arena_array(cx->arena, (size_t)found.room + 1, sizeof *found.at);
    struct readers readers = readers_new(cx);
    for (int i = 0; i < found.count; i++)
        if (!find_tables(cx, w, &readers, &found, i))
            return false;
    *ret_layouts = found.at;
    *ret_count = found.count + found.further;
    return true;
}

const char *column_name(struct arena *a, int index)
{
    char name[8];
    int n = sizeof name - 1;
    name[n] = '\0';
    for (int i = index + 1; i > 0; i = (i - 1) / 26)
        name[--n] = (char)('A' + (i - 1) % 26);
    return arena_strdup(a, name + n);
}

int column_index(const char *name)
{
    int index = 0;
    if (!name || !*name)
        return -1;
    for (; *name; name++) {
        int letter = *name >= 'a' && *name <= 'z' ? *name - 'a' : *name >= 'A' && *name <= 'Z' ? *name - 'A' : -1;
        if (letter < 0 || index > 20000)
            return -1;
        index = index * 26 + letter + 1;
    }
    return index - 1;
}

const struct column *layout_column(const struct layout *l, int index)
{
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].index == index)
            return &l->columns[i];
    return NULL;
}

const struct column *layout_target(const struct layout *l, enum target_kind kind)
{
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].target && l->columns[i].target->kind == kind)
            return &l->columns[i];
    return NULL;
}
