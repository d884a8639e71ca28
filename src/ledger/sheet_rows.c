/* sheet_rows.c — tells data rows from sections, totals, repeated heads and footnotes (domain §19). */
#include "ledger/sheet_rows.h"

#include "base/map.h"
#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct carry {
    int64_t last_row; /* the merge reaches down to here */
    struct cell cell;
};

/* How a section is numbered. */
enum style { STYLE_CHINESE = 1, STYLE_BRACKET, STYLE_BARE };

struct sheet_rows {
    struct ctx *cx;
    const struct layout *layout;
    struct sheet_reader *reader;
    struct sheet_row row;
    struct map *head_texts; /* folded texts of the head's cells */
    struct map *title_texts;
    struct merge *merges; /* vertical, below the head, by first row */
    int merge_count, next_merge;
    struct carry *carries; /* by position in layout.columns */
    const struct cell **cells;
    bool *carried;
    struct arena_mark mark;
    bool marked, csv, after_data;
    int must, ordinal;             /* positions in layout.columns; -1: none */
    enum style styles[STYLE_BARE]; /* of sections, highest first; 0: none yet */
    char whole[16]; /* ordinal of the last record that states its amount: "3.1" below "3" is a part of it */
    int attributes; /* columns that tell something of a project beside its name, number and money */
};

static int by_first_row(const void *x, const void *y)
{
    const struct merge *a = x, *b = y;
    return a->first_row < b->first_row ? -1 : a->first_row > b->first_row;
}

static bool is_attribute(const struct column *c)
{
    return c->target && c->target->kind != TARGET_ORDINAL && c->target->kind != TARGET_MONEY_UNIT &&
           !target_is_money(c->target);
}

/* Remember what the head and title say, to know them again further down. */
static bool learn_head(struct sheet_rows *rows, struct workbook *w)
{
    struct ctx *cx = rows->cx;
    struct sheet_row row;
    struct sheet_reader *reader = sheet_open(cx, w, rows->layout->sheet);
    if (!reader)
        return false;
    while (sheet_next(reader, &row) && row.number <= rows->layout->head_last) {
        if (row.number < rows->layout->first_row)
            continue;
        struct map *into = row.number < rows->layout->head_first ? rows->title_texts : rows->head_texts;
        for (int i = 0; i < row.count; i++)
            if (row.cells[i].kind == CELL_TEXT && !text_is_empty(row.cells[i].text))
                map_set(into, text_fold(cx->arena, row.cells[i].text), 1);
    }
    return row.number > rows->layout->head_last || sheet_ok(reader);
}

struct sheet_rows *sheet_rows_open(struct ctx *cx, struct workbook *w, const struct layout *l)
{
    struct sheet_rows *rows = ARENA_NEW(cx->arena, struct sheet_rows);
    size_t n = (size_t)l->column_count + 1;
    *rows = (struct sheet_rows){.cx = cx, .layout = l, .must = -1, .ordinal = -1};
    rows->head_texts = map_new(cx->arena);
    rows->title_texts = map_new(cx->arena);
    rows->carries = arena_array(cx->arena, n, sizeof *rows->carries);
    rows->cells = arena_array(cx->arena, n, sizeof *rows->cells);
    rows->carried = arena_array(cx->arena, n, sizeof *rows->carried);
    rows->merges = arena_array(cx->arena, (size_t)l->merge_count + 1, sizeof *rows->merges);
    rows->csv = strcmp(workbook_kind(w), "csv") == 0;
    for (int i = 0; i < l->merge_count; i++)
        if (l->merges[i].last_row > l->merges[i].first_row && l->merges[i].first_row > l->head_last)
            rows->merges[rows->merge_count++] = l->merges[i];
    qsort(rows->merges, (size_t)rows->merge_count, sizeof *rows->merges, by_first_row);
    for (int i = 0; i < l->column_count; i++) {
        const struct column *c = &l->columns[i];
        if (l->kind && c->target && c->target->kind == TARGET_FIELD && strcmp(c->target->id, l->kind->must) == 0)
            rows->must = i;
        else if (c->target && (c->target->kind == TARGET_ORDINAL || strcmp(c->target->id, "code") == 0))
            rows->ordinal = rows->ordinal < 0 ? i : rows->ordinal;
        else if (is_attribute(c))
            rows->attributes++;
    }
    if (!learn_head(rows, w))
        return NULL;
    rows->reader = sheet_open(cx, w, l->sheet);
    return rows->reader ? rows : NULL;
}

/* Place the row's cells under their columns, merged cells carried down. */
static int place_cells(struct sheet_rows *rows, const struct sheet_row *row)
{
    const struct layout *l = rows->layout;
    int filled = 0, i = 0;
    for (int c = 0; c < l->column_count; c++) {
        while (i < row->count && row->cells[i].column < l->columns[c].index)
            i++;
        const struct cell *cell = i < row->count && row->cells[i].column == l->columns[c].index ? &row->cells[i] : NULL;
        bool here = cell && cell->kind != CELL_EMPTY && !(cell->kind == CELL_TEXT && text_is_empty(cell->text));
        bool unsolved = cell && cell->kind == CELL_EMPTY && cell->formula; /* its result was not stored */
        rows->cells[c] = here || unsolved ? cell : NULL;
        rows->carried[c] = false;
        filled += here;
    }
    for (; rows->next_merge < rows->merge_count && rows->merges[rows->next_merge].first_row <= row->number;
         rows->next_merge++) {
        const struct merge *m = &rows->merges[rows->next_merge];
        for (int c = 0; c < l->column_count; c++)
            if (l->columns[c].index == m->first_column && m->first_row == row->number && rows->cells[c]) {
                rows->carries[c] = (struct carry){m->last_row, *rows->cells[c]};
                rows->carries[c].cell.text = arena_strdup(rows->cx->arena, rows->cells[c]->text);
                rows->carries[c].cell.format = arena_strdup(rows->cx->arena, rows->cells[c]->format);
            }
    }
    for (int c = 0; c < l->column_count; c++)
        if (!rows->cells[c] && rows->carries[c].last_row >= row->number) {
            bool amount =
                l->columns[c].target && target_is_money(l->columns[c].target); /* one amount for all its rows */
            rows->cells[c] = amount ? NULL : &rows->carries[c].cell;
            rows->carried[c] = true;
        }
    return filled;
}

static const char *text_at(const struct sheet_rows *rows, int position)
{
    return position >= 0 && rows->cells[position] && !rows->carried[position] ? rows->cells[position]->text : NULL;
}

/* The number before 个 or 项, -1 when there is none. */
static int64_t count_in(const char *s)
{
    for (const char *p = s; p && *p; p++)
        if (isdigit((unsigned char)*p) && (p == s || !isdigit((unsigned char)p[-1]))) {
            int64_t n = 0;
            while (isdigit((unsigned char)*p) && n < 100000000)
                n = n * 10 + (*p++ - '0');
            if (strncmp(p, "个", 3) == 0 || strncmp(p, "项", 3) == 0)
                return n;
            if (!*p)
                break;
        }
    return -1;
}

/* "5个" and nothing else. */
static bool is_count(const char *s)
{
    size_t n = s ? strspn(s, "0123456789") : 0;
    return n > 0 && (strcmp(s + n, "个") == 0 || strcmp(s + n, "项") == 0);
}

static bool is_total_word(const char *folded)
{
    static const char *const words[] = {"合计", "总计",     "小计",     "共计",     "总合计", "汇总",
                                        "累计", "全区合计", "本页小计", "全部合计", NULL};
    size_t n = strlen(folded);
    for (const char *const *w = words; *w; w++) {
        size_t k = strlen(*w);
        if (strncmp(folded, *w, k) == 0 && (folded[k] == '\0' || folded[k] == '(' || folded[k] == ':' ||
                                            isdigit((unsigned char)folded[k]) || strncmp(folded + k, "共", 3) == 0))
            return true;
        if (n > k && n <= 60 && strcmp(folded + n - k, *w) == 0)
            return true;
    }
    return false;
}

static bool is_footnote(const char *folded)
{
    static const char *const starts[] = {"注:",  "注1",  "注：",     "备注:",     "说明:",      "填表",       "制表",
                                         "审核", "填报", "数据来源", "联系电话:", "联系人:",    "单位负责人", "统计人",
                                         "*注",  "注",   "附注",     "打印日期",  "主要负责人", NULL};
    for (const char *const *s = starts; *s; s++)
        if (text_starts(folded, *s))
            return strcmp(*s, "注") != 0 || strlen(folded) > 12;
    return false;
}

bool row_ends_table(const char *folded)
{
    return is_total_word(folded) || is_footnote(folded);
}

static bool is_page_mark(const char *folded)
{
    return text_starts(folded, "续表") || text_starts(folded, "(续") || strstr(folded, "(续)") ||
           strstr(folded, "(续表)") || strcmp(folded, "续") == 0 ||
           (text_starts(folded, "第") && strstr(folded, "页") && strlen(folded) < 30);
}

/* "一、工业项目(12个)" → 工业项目, and how it is numbered. */
static const char *section_label(struct ctx *cx, const char *text, enum style *ret_style)
{
    char *s = text_clean(cx->arena, text);
    const char *folded = text_fold(cx->arena, text);
    static const char *const numerals = "一二三四五六七八九十";
    *ret_style = folded[0] == '(' ? STYLE_BRACKET : STYLE_BARE;
    char *comma = strstr(s, "、");
    if (comma && comma - s <= 9 && comma > s && strstr(numerals, arena_strndup(cx->arena, s, 3))) {
        s = comma + 3;
        *ret_style = STYLE_CHINESE;
    } else if (folded[0] == '(') {
        char *close = strstr(s, "）") ? strstr(s, "）") + 3 : strchr(s, ')') ? strchr(s, ')') + 1 : NULL;
        if (close && *close)
            s = close;
    }
    char *tail = strstr(s, "（") && strstr(s, "（") > s ? strstr(s, "（")
                 : strchr(s, '(') && strchr(s, '(') > s ? strchr(s, '(')
                                                        : NULL;
    if (tail && count_in(tail) >= 0)
        *tail = '\0';
    for (char *c = s; *c; c++) /* "工业项目 12个" */
        if (isdigit((unsigned char)*c) && count_in(c) >= 0 && strlen(c) < 12) {
            *c = '\0';
            break;
        }
    size_t n = strlen(s);
    while (n && (s[n - 1] == ' ' || s[n - 1] == ':' || s[n - 1] == ','))
        s[--n] = '\0';
    while (n >= 3 && (strcmp(s + n - 3, "：") == 0 || strcmp(s + n - 3, "共") == 0))
        s[n -= 3] = '\0';
    return text_clean(cx->arena, s);
}

const char *section_numbered(struct ctx *cx, const char *text)
{
    enum style style;
    const char *label = section_label(cx, text, &style);
    return style == STYLE_CHINESE ? label : NULL;
}

/* The style seen first is the highest, one that appears below it is a level deeper. */
static int level_of(struct sheet_rows *rows, enum style style)
{
    int level = 0;
    while (level < STYLE_BARE - 1 && rows->styles[level] && rows->styles[level] != style)
        level++;
    rows->styles[level] = style;
    return level + 1;
}

static bool is_chinese_ordinal(struct ctx *cx, const char *text)
{
    const char *folded = text ? text_fold(cx->arena, text) : NULL;
    return folded && *folded && !isdigit((unsigned char)folded[0]) && strlen(folded) <= 15 && text_ordinal(text) > 0;
}

/* 1 2 3 4 … under the head: column numbers. */
static bool is_numbering(const struct sheet_row *row)
{
    int run = 0;
    for (int i = 0; i < row->count; i++) {
        const struct cell *c = &row->cells[i];
        if (c->kind == CELL_EMPTY)
            continue;
        if (c->text && (strcmp(c->text, "甲") == 0 || strcmp(c->text, "乙") == 0 || strcmp(c->text, "丙") == 0))
            continue;
        char *end;
        long n = c->text ? strtol(c->text, &end, 10) : 0;
        if (!c->text || *end || n != run + 1)
            return false;
        run++;
    }
    return run >= 3;
}

struct shape {
    int texts, cells;
    const char *first; /* first text, folded */
    int attributes;    /* attribute columns with a cell of their own */
    bool money, first_is_attribute;
    int counts_only; /* attribute columns that only hold a count, "5个" */
};

static struct shape shape_of(struct sheet_rows *rows, const struct sheet_row *row)
{
    struct shape s = {0};
    for (int i = 0; i < row->count; i++) {
        const struct cell *c = &row->cells[i];
        if (c->kind == CELL_EMPTY || (c->kind == CELL_TEXT && text_is_empty(c->text)))
            continue;
        s.cells++;
        if (c->kind == CELL_TEXT) {
            s.texts++;
            if (!s.first) {
                const struct column *under = layout_column(rows->layout, c->column);
                s.first = text_fold(rows->cx->arena, c->text);
                s.first_is_attribute = under && is_attribute(under);
            }
        }
    }
    for (int c = 0; c < rows->layout->column_count; c++) {
        if (!rows->cells[c] || rows->carried[c])
            continue;
        const struct column *column = &rows->layout->columns[c];
        if (is_attribute(column) && c != rows->must && c != rows->ordinal) {
            s.attributes++;
            s.counts_only += is_count(rows->cells[c]->text);
        }
        s.money |= column->target && target_is_money(column->target);
    }
    return s;
}

static bool all_in(struct sheet_rows *rows, const struct sheet_row *row, const struct map *texts)
{
    int64_t ignored;
    int found = 0;
    for (int i = 0; i < row->count; i++) {
        const struct cell *c = &row->cells[i];
        if (c->kind == CELL_EMPTY || text_is_empty(c->text))
            continue;
        if (c->kind != CELL_TEXT || !map_get(texts, text_fold(rows->cx->arena, c->text), &ignored))
            return false;
        found++;
    }
    return found > 0;
}

static bool ends_in_count(const char *name)
{
    const char *d = name + strlen(name);
    if (d - name < 4 || (strcmp(d - 3, "个") != 0 && strcmp(d - 3, "项") != 0))
        return false;
    return isdigit((unsigned char)d[-4]) != 0;
}

static bool is_section(struct sheet_rows *rows, const struct sheet_row *row, const struct shape *s)
{
    const char *name = text_at(rows, rows->must), *ordinal = text_at(rows, rows->ordinal);
    bool chinese = is_chinese_ordinal(rows->cx, ordinal);
    if (s->attributes > s->counts_only)
        return false;
    if (chinese && (name || s->cells >= 1))
        return true;
    if (s->texts == 1 && s->cells == 1 && (rows->attributes >= 1 || row->count == 1))
        return rows->ordinal >= 0 || rows->attributes >= 2;
    if (ordinal && isdigit((unsigned char)*ordinal))
        return false;
    const char *label = name ? name : s->first;
    if (label && count_in(label) >= 0 && text_starts(text_fold(rows->cx->arena, label), "("))
        return true;
    if (label && count_in(label) >= 0 && (strchr(label, '(') || strstr(label, "（")))
        return true;
    if (label && strstr(label, "、") && strstr(label, "、") - label <= 9 &&
        is_chinese_ordinal(rows->cx, arena_strndup(rows->cx->arena, label, (size_t)(strstr(label, "、") - label))))
        return true;
    if (rows->ordinal >= 0 && !ordinal && name && ends_in_count(name)) /* 新建项目5个 */
        return true;
    return rows->ordinal >= 0 && !ordinal && name && rows->attributes >= 3 && !rows->carried[rows->must];
}

static void set_layout(struct ledger_row *out, enum row_class class, const char *zh, const char *en)
{
    out->class = class;
    out->reason = (struct label){zh, en};
}

/* "3.1" or "3-1" below the record 3, which states the amount of them all. */
static bool is_part(const struct sheet_rows *rows, const char *ordinal)
{
    size_t n = strlen(rows->whole);
    return n && ordinal && strncmp(ordinal, rows->whole, n) == 0 && (ordinal[n] == '.' || ordinal[n] == '-') &&
           isdigit((unsigned char)ordinal[n + 1]);
}

static void note_whole(struct sheet_rows *rows, const struct shape *s, const char *ordinal)
{
    size_t n = ordinal ? strspn(ordinal, "0123456789") : 0;
    bool whole = n && !ordinal[n] && n < sizeof rows->whole && s->money && s->attributes;
    snprintf(rows->whole, sizeof rows->whole, "%s", whole ? ordinal : "");
}

static void classify(struct sheet_rows *rows, const struct sheet_row *row, struct ledger_row *out)
{
    struct ctx *cx = rows->cx;
    struct shape s = shape_of(rows, row);
    const char *name = text_at(rows, rows->must), *ordinal = text_at(rows, rows->ordinal);
    if (all_in(rows, row, rows->head_texts)) {
        set_layout(out, ROW_HEAD, "重复的表头", "repeated head");
        return;
    }
    if (all_in(rows, row, rows->title_texts)) {
        set_layout(out, ROW_TITLE, "重复的标题", "repeated title");
        return;
    }
    if (row->number == rows->layout->head_last + 1 && is_numbering(row)) {
        set_layout(out, ROW_HEAD, "列号行", "column numbers");
        return;
    }
    if (s.first && is_page_mark(s.first) && s.cells <= 2) {
        set_layout(out, ROW_NOTE, "页标", "page mark");
        return;
    }
    bool numbered = ordinal && isdigit((unsigned char)*ordinal);
    if (s.first && is_footnote(s.first) && s.cells <= 6 && !(name && numbered)) {
        set_layout(out, ROW_NOTE, "表注", "footnote");
        return;
    }
    const char *total = name && is_total_word(text_fold(cx->arena, name))                           ? name
                        : ordinal && is_total_word(text_fold(cx->arena, ordinal))                   ? ordinal
                        : s.first && s.attributes <= s.first_is_attribute && is_total_word(s.first) ? s.first
                                                                                                    : NULL;
    if (total) {
        out->class = ROW_TOTAL;
        out->section = text_clean(cx->arena, total);
        for (int i = 0; i < row->count && out->count_claimed < 0; i++)
            if (row->cells[i].kind == CELL_TEXT)
                out->count_claimed = count_in(row->cells[i].text);
        return;
    }
    if (s.first && text_starts(s.first, "其中") && !numbered && s.attributes <= s.counts_only + s.first_is_attribute) {
        set_layout(out, ROW_NOTE, "其中数,已含在别的行里", "of which: counted in other rows");
        return;
    }
    if (is_section(rows, row, &s)) {
        const char *label = name ? name : ordinal && !is_chinese_ordinal(cx, ordinal) ? ordinal : NULL;
        enum style style;
        for (int i = 0; !label && i < row->count; i++)
            if (row->cells[i].kind == CELL_TEXT && !is_chinese_ordinal(cx, row->cells[i].text))
                label = row->cells[i].text;
        if (!label)
            label = ordinal ? ordinal : s.first ? s.first : "";
        out->class = ROW_SECTION;
        out->count_claimed = count_in(label);
        out->section = section_label(cx, label, &style);
        if (ordinal && is_chinese_ordinal(cx, ordinal))
            style = text_fold(cx->arena, ordinal)[0] == '(' ? STYLE_BRACKET : STYLE_CHINESE;
        out->section_level = level_of(rows, style);
        return;
    }
    if (is_part(rows, ordinal)) {
        set_layout(out, ROW_NOTE, "子项,已含在它的总项里", "a part, counted in its whole");
        return;
    }
    note_whole(rows, &s, ordinal);
    out->goes_on = rows->csv || (rows->must >= 0 && rows->carries[rows->must].last_row > row->number);
    bool carried_name = rows->must >= 0 && rows->carried[rows->must];
    bool missing_name = rows->must >= 0 && !rows->cells[rows->must];
    out->class = rows->after_data && (carried_name || (missing_name && !ordinal && rows->csv)) ? ROW_MORE : ROW_DATA;
}

/* Which of the sheet's rows this is; false: none that an import looks at. */
static bool read_row(struct sheet_rows *rows, const struct sheet_row *row, struct ledger_row *out)
{
    const struct layout *l = rows->layout;
    if (row->number < l->first_row || (l->last_row && row->number > l->last_row)) {
        set_layout(out, ROW_NOTE, "另一张表", "another table");
        return false;
    }
    if (row->number <= l->head_last) {
        bool head = row->number >= l->head_first;
        set_layout(out, head ? ROW_HEAD : ROW_TITLE, head ? "表头" : "标题", head ? "head" : "title");
        return false;
    }
    if (place_cells(rows, row) == 0 || !l->kind) {
        set_layout(out, ROW_NOTE, "各列都没有内容", "nothing under any column");
        return false;
    }
    rows->mark = arena_mark(rows->cx->arena); /* what the reader and merges keep lies below; the row's own above */
    rows->marked = true;
    classify(rows, row, out);
    rows->after_data = out->class == ROW_DATA || out->class == ROW_MORE;
    return true;
}

static bool next(struct sheet_rows *rows, bool any, struct ledger_row *ret_row)
{
    if (rows->marked)
        arena_reset(rows->cx->arena, rows->mark);
    do {
        rows->marked = false;
        if (!sheet_next(rows->reader, &rows->row))
            return false;
        *ret_row = (struct ledger_row){.number = rows->row.number,
                                       .sheet = &rows->row,
                                       .cells = rows->cells,
                                       .carried = rows->carried,
                                       .hidden = rows->row.hidden,
                                       .count_claimed = -1};
    } while (!read_row(rows, &rows->row, ret_row) && !any);
    return true;
}

bool sheet_rows_next(struct sheet_rows *rows, struct ledger_row *ret_row)
{
    return next(rows, false, ret_row);
}

bool sheet_rows_any(struct sheet_rows *rows, struct ledger_row *ret_row)
{
    return next(rows, true, ret_row);
}

bool sheet_rows_ok(const struct sheet_rows *rows)
{
    return sheet_ok(rows->reader);
}

int sheet_rows_progress(const struct sheet_rows *rows)
{
    return sheet_progress(rows->reader);
}
