/* workbook_edit_shift.c — where rows move, and the references of formulas and ranges with them. */
#include "office/workbook_edit_inner.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* How many added rows lie above what was row `row`. */
static size_t added_above(const struct shift *s, int64_t row)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->adds[middle].after < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int64_t shift_row(const struct shift *s, int64_t row)
{
    return row + (int64_t)added_above(s, row);
}

int64_t shift_added(const struct shift *s, size_t i)
{
    return s->adds[i].after + (int64_t)i + 1; /* those before are above it */
}

int64_t shift_last(const struct shift *s, int64_t first, int64_t last, bool grow)
{
    size_t above = added_above(s, last), i = above;
    while (grow && i < s->count && s->adds[i].after == last && s->adds[i].like >= first && s->adds[i].like <= last)
        i++;
    return last + (int64_t)i;
}

/* ---- one reference ---- */

struct reference {
    bool column_fixed, row_fixed;
    int64_t column; /* 0-based; -1: a whole row */
    int64_t row;    /* 1-based; 0: a whole column */
};

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '\\' || c == '$' || c == '?' ||
           (unsigned char)c >= 0x80;
}

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (is_word(s[n]))
        n++;
    return n;
}

/* All of s[0, n), which may name a cell, a whole row or a whole column. */
static bool reference_parse(const char *s, size_t n, struct reference *ret)
{
    const char *p = s, *end = s + n;
    struct reference r = {.column = -1};
    bool fixed = p < end && *p == '$';
    p += fixed;
    int letters = 0, digits = 0;
    for (; p < end && isalpha((unsigned char)*p) && letters < 4; p++, letters++)
        r.column = (r.column + 1) * 26 + (toupper((unsigned char)*p) - 'A');
    if (letters) {
        r.column_fixed = fixed;
        fixed = p < end && *p == '$';
        p += fixed;
    }
    for (; p < end && isdigit((unsigned char)*p) && digits < 8; p++, digits++)
        r.row = r.row * 10 + (*p - '0');
    r.row_fixed = fixed && digits;
    if (p != end || (!letters && !digits) || (fixed && !digits && letters) || letters > 3 || r.column >= MAX_COLUMN ||
        r.row > MAX_ROW || (digits && r.row == 0))
        return false;
    *ret = r;
    return true;
}

static void column_letters(char letters[4], int64_t column)
{
    int n = column < 26 ? 1 : column < 26 * 27 ? 2 : 3;
    for (int i = n; i-- > 0; column = column / 26 - 1)
        letters[i] = (char)('A' + column % 26);
    letters[n] = '\0';
}

const char *int_text(char text[INT_TEXT], int64_t n)
{
    char *p = text + INT_TEXT;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    *--p = '\0';
    do
        *--p = (char)('0' + rest % 10);
    while (rest /= 10);
    if (n < 0)
        *--p = '-';
    return p;
}

const char *cell_name(char text[INT_TEXT], int64_t row, int column)
{
    char letters[4], *p = (char *)(uintptr_t)int_text(text, row);
    column_letters(letters, column);
    for (size_t n = strlen(letters); n-- > 0;)
        *--p = letters[n];
    return p;
}

static void reference_write(struct buf *out, const struct reference *r)
{
    if (r->column >= 0) {
        if (r->column_fixed)
            buf_char(out, '$');
        char letters[4];
        column_letters(letters, r->column);
        buf_text(out, letters);
    }
    if (r->row > 0) {
        if (r->row_fixed)
            buf_char(out, '$');
        buf_int(out, r->row);
    }
}

bool cell_parse(const char *s, size_t n, int64_t *ret_row, int *ret_column)
{
    struct reference r;
    if (!reference_parse(s, n, &r) || r.column < 0 || r.row == 0)
        return false;
    *ret_row = r.row;
    *ret_column = (int)r.column;
    return true;
}

void references_write(struct buf *out, const struct shift *s, const char *references, bool grow)
{
    for (const char *p = references; *p;) {
        size_t n = strcspn(p, " \t\r\n");
        const char *colon = memchr(p, ':', n);
        struct reference first, last;
        size_t first_n = colon ? (size_t)(colon - p) : n;
        bool known =
            reference_parse(p, first_n, &first) && (!colon || reference_parse(colon + 1, n - first_n - 1, &last));
        if (!known) {
            buf_add(out, p, n);
        } else {
            const int64_t top = first.row;
            first.row = top ? shift_row(s, top) : 0;
            reference_write(out, &first);
            if (colon) {
                last.row = last.row ? shift_last(s, top, last.row, grow) : 0;
                buf_char(out, ':');
                reference_write(out, &last);
            }
        }
        p += n;
        if (*p)
            buf_char(out, *p++);
    }
}

/* ---- formulas ---- */

struct formula {
    struct buf *out;
    const struct shifts *all;
    const struct formula_place *place;
    int sheet; /* that the next reference is to; -1: unknown */
};

static int sheet_named(const struct shifts *all, const char *name, size_t n)
{
    for (int i = 0; i < all->count; i++)
        if (strlen(all->sheets[i].name) == n && strncasecmp(all->sheets[i].name, name, n) == 0)
            return i;
    return -1;
}

/* Relative parts move with the formula; false when they leave the sheet. */
static bool reference_move(struct reference *r, int64_t rows, int64_t columns)
{
    const bool has_row = r->row > 0, has_column = r->column >= 0;
    if (has_row && !r->row_fixed)
        r->row += rows;
    if (has_column && !r->column_fixed)
        r->column += columns;
    return (!has_row || (r->row > 0 && r->row <= MAX_ROW)) &&
           (!has_column || (r->column >= 0 && r->column < MAX_COLUMN));
}

/* Rows that were added move it; one that is not a range has no last. */
static void reference_shift(const struct formula *f, struct reference *first, struct reference *last)
{
    const struct shift *s = &f->all->sheets[f->sheet];
    const int64_t top = first->row, own = f->sheet == f->place->sheet ? f->place->row : 0;
    first->row = shift_row(s, top);
    if (last) {
        /* a running total must not take in the rows below it */
        const bool running = own >= top && own <= last->row && !last->row_fixed;
        last->row = shift_last(s, top, last->row, !running);
    }
}

static void put_reference(struct formula *f, struct reference first, struct reference *last)
{
    const struct formula_place *p = f->place;
    bool inside = reference_move(&first, p->move_rows, p->move_columns) &&
                  (!last || reference_move(last, p->move_rows, p->move_columns));
    if (inside && f->sheet >= 0 && first.row > 0)
        reference_shift(f, &first, last);
    if (inside && p->copy_rows != 0)
        inside = reference_move(&first, p->copy_rows, 0) && (!last || reference_move(last, p->copy_rows, 0));
    if (!inside) {
        buf_text(f->out, "#REF!");
        return;
    }
    reference_write(f->out, &first);
    if (last) {
        buf_char(f->out, ':');
        reference_write(f->out, last);
    }
}

/* A word of the formula: a name, a function, the name of a sheet, or references.  Returns what follows. */
static const char *put_word(struct formula *f, const char *p)
{
    const size_t n = word_length(p);
    struct reference first, last;
    if (p[n] == '!') {
        f->sheet = sheet_named(f->all, p, n);
        buf_add(f->out, p, n + 1);
        return p + n + 1;
    }
    const bool reference = p[n] != '(' && reference_parse(p, n, &first);
    size_t m = reference && p[n] == ':' ? word_length(p + n + 1) : 0;
    if (m && (p[n + 1 + m] == '(' || p[n + 1 + m] == '!' || !reference_parse(p + n + 1, m, &last) ||
              (first.row == 0) != (last.row == 0) || (first.column < 0) != (last.column < 0)))
        m = 0;
    if (m)
        put_reference(f, first, &last);
    else if (reference && first.row > 0 && first.column >= 0)
        put_reference(f, first, NULL);
    else
        buf_add(f->out, p, n);
    f->sheet = f->place->sheet;
    return p + n + (m ? m + 1 : 0);
}

/* Behind the closing quote; a doubled one is part of the text. */
static const char *quoted_end(const char *p)
{
    const char quote = *p++;
    while (*p && (*p != quote || p[1] == quote))
        p += *p == quote ? 2 : 1;
    return *p ? p + 1 : p;
}

static const char *bracket_end(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '\'' && p[1])
            p++; /* escapes a bracket */
        else if (*p == '[')
            depth++;
        else if (*p == ']' && --depth == 0)
            return p + 1;
    }
    return p;
}

static int quoted_sheet(const struct formula *f, const char *p, const char *end)
{
    struct buf name = buf_init(f->all->arena);
    for (p++; p < end - 1; p++) {
        buf_char(&name, *p);
        p += *p == '\'';
    }
    return sheet_named(f->all, name.data, name.length);
}

void formula_write(struct buf *out, const struct shifts *all, const struct formula_place *place, const char *formula)
{
    struct formula f = {out, all, place, place->sheet};
    for (const char *p = formula; *p;) {
        const char *end = p;
        if (*p == '"') {
            end = quoted_end(p);
        } else if (*p == '\'') {
            end = quoted_end(p);
            if (*end == '!')
                f.sheet = quoted_sheet(&f, p, end++);
        } else if (*p == '[') {
            end = bracket_end(p); /* another workbook, or a column of a table */
            end += word_length(end);
            f.sheet = *end == '!' ? -1 : place->sheet;
            end += *end == '!';
        } else if (*p == '#') {
            for (end++; isalnum((unsigned char)*end) || *end == '/' || *end == '?' || *end == '!';)
                if (*end++ == '!')
                    break;
        } else if (*p == ':' && p[1 + word_length(p + 1)] == '!') {
            end += 2 + word_length(p + 1); /* Sheet1:Sheet3!A1 is of no one sheet */
            f.sheet = -1;
        } else if (is_word(*p)) {
            p = put_word(&f, p);
            continue;
        } else {
            end++;
        }
        buf_add(out, p, (size_t)(end - p));
        p = end;
    }
}
