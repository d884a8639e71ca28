/* result.c — what an import lists: remarks, changes, counts; as JSON and as a few lines. */
#include "base/json.h"
#include "ledger/import.h"

#include <string.h>

static struct label keep_label(struct arena *a, struct label l)
{
    return (struct label){arena_strdup(a, l.zh), arena_strdup(a, l.en)};
}

static void add(struct import *im, struct remarks *list, int64_t row, int column, const char *code,
                struct label message)
{
    if (list->count++ >= REMARKS_MOST)
        return;
    struct remark *r = ARENA_NEW(im->keep, struct remark);
    *r = (struct remark){im->layout ? im->layout->name : NULL, row, column, code, keep_label(im->keep, message), NULL};
    *list->end = r;
    list->end = &r->next;
}

void remark_skip(struct import *im, int64_t row, struct label reason)
{
    add(im, &im->result->skipped, row, -1, NULL, reason);
}

void remark_add(struct import *im, struct remarks *list, int column, const char *code, struct label message)
{
    add(im, list, im->row, column, code, message);
}

void remark_fault(struct import *im, int column, const struct said_fault *fault)
{
    if (fault->code)
        remark_add(im, fault->rejects ? &im->result->rejected : &im->result->warnings, column, fault->code,
                   fault->message);
}

void change_begin(struct import *im, const struct entity *e, int64_t id, const char *title, bool created)
{
    im->change = NULL;
    if (im->result->change_count >= CHANGES_MOST)
        return;
    im->change = ARENA_NEW(im->keep, struct change);
    *im->change = (struct change){.sheet = im->layout->name,
                                  .title = arena_strdup(im->keep, title),
                                  .row = im->row,
                                  .id = id,
                                  .entity = e,
                                  .created = created};
    im->change->end = &im->change->cells;
}

static void list_change(struct change ***end, int64_t *count, struct change *c)
{
    **end = c;
    *end = &c->next;
    ++*count;
}

/* Two sheets that differ about an amount or a date: neither is taken on trust.  Of words the later ones count. */
static void differ_by_sheet(struct import *im, const struct column *from, struct label label, const char *before,
                            const char *after)
{
    struct ctx *cx = im->cx;
    const struct field *f = from->target->field;
    bool firm = target_is_money(from->target) || (f && f->type == T_DATE);
    if (!firm && f && f->type == T_CHOICE) /* stages and states go on from sheet to sheet */
        return;
    remark_add(
        im, firm ? &im->result->rejected : &im->result->warnings, from->index, "LGR-02",
        (struct label){arena_printf(cx->arena, "%s是“%s”,工作表“%s”第 %lld 行是“%s”:请改成一致", label.zh, after,
                                    im->again->layout->name, (long long)im->again->row, before),
                       arena_printf(cx->arena, "%s is \"%s\", but \"%s\" in row %lld of sheet \"%s\": make them agree",
                                    label.en, after, before, (long long)im->again->row, im->again->layout->name)});
}

void change_cell(struct import *im, const struct column *from, struct label label, const char *before,
                 const char *after)
{
    struct change *c = im->change;
    if (im->again && im->again->layout->own.code == im->layout->own.code && from && from->target && before && *before &&
        after && *after && (target_is_money(from->target) || from->target->kind == TARGET_FIELD))
        differ_by_sheet(im, from, label, before, after);
    if (!c)
        return;
    struct change_cell *cell = ARENA_NEW(im->keep, struct change_cell);
    *cell = (struct change_cell){keep_label(im->keep, label), from ? from->index : -1, arena_strdup(im->keep, before),
                                 arena_strdup(im->keep, after), NULL};
    *c->end = cell;
    c->end = &cell->next;
}

void change_end(struct import *im)
{
    struct ledger_result *r = im->result;
    if (im->change && im->change->cells)
        list_change(&r->changes_end, &r->change_count, im->change);
    else if (im->change && r->same_count < CHANGES_MOST)
        list_change(&r->same_end, &r->same_count, im->change);
    im->change = NULL;
}

struct tally *tally_of(struct ledger_result *r, const struct entity *e)
{
    for (int i = 0; i < r->tally_count; i++)
        if (r->tallies[i].entity == e)
            return &r->tallies[i];
    r->tallies[r->tally_count] = (struct tally){.entity = e};
    return &r->tallies[r->tally_count++];
}

static void put_tally(struct json *j, const struct ledger_result *r, const char *key, size_t offset)
{
    json_key(j, key);
    json_object_begin(j);
    for (int i = 0; i < r->tally_count; i++) {
        int64_t n;
        memcpy(&n, (const char *)&r->tallies[i] + offset, sizeof n);
        if (n)
            json_put_int(j, r->tallies[i].entity->name, n);
    }
    json_object_end(j);
}

static void put_remarks(struct ctx *cx, struct json *j, const char *key, const struct remarks *list)
{
    json_key(j, key);
    json_array_begin(j);
    for (const struct remark *r = list->first; r; r = r->next) {
        json_object_begin(j);
        json_put_text(j, "sheet", r->sheet);
        json_put_int(j, "row", r->row);
        if (r->code) {
            json_put_text(j, "column", r->column >= 0 ? column_name(cx->arena, r->column) : NULL);
            json_put_text(j, "code", r->code);
            struct label remedy = remark_remedy(r->code);
            if (remedy.zh)
                json_put_label(j, "remedy", remedy);
            json_put_text(j, "message", label_in(r->message, cx->lang));
            json_put_label(j, "messages", r->message);
        } else {
            json_put_text(j, "reason", label_in(r->message, cx->lang));
            json_put_label(j, "reasons", r->message);
        }
        json_object_end(j);
    }
    json_array_end(j);
}

static void begin_change(struct json *j, const struct change *c)
{
    json_object_begin(j);
    json_put_text(j, "sheet", c->sheet);
    json_put_int(j, "row", c->row);
    json_put_text(j, "entity", c->entity->name);
    json_put_int(j, "id", c->id);
    json_put_text(j, "title", c->title);
}

static void put_changes(struct ctx *cx, struct json *j, const struct ledger_result *r)
{
    json_key(j, "changes");
    json_array_begin(j);
    for (const struct change *c = r->changes; c; c = c->next) {
        begin_change(j, c);
        json_put_text(j, "action", c->created ? "create" : "update");
        json_key(j, "cells");
        json_array_begin(j);
        for (const struct change_cell *cell = c->cells; cell; cell = cell->next) {
            json_object_begin(j);
            json_put_label(j, "field", cell->label);
            json_put_text(j, "column", cell->column >= 0 ? column_name(cx->arena, cell->column) : NULL);
            json_put_text(j, "old", cell->before);
            json_put_text(j, "new", cell->after);
            json_object_end(j);
        }
        json_array_end(j);
        json_object_end(j);
    }
    json_array_end(j);
    json_put_int(j, "change_count", r->change_count);
    json_key(j, "same");
    json_array_begin(j);
    for (const struct change *c = r->same; c; c = c->next) {
        begin_change(j, c);
        json_object_end(j);
    }
    json_array_end(j);
}

void ledger_result_json(struct ctx *cx, struct json *j, const struct ledger_result *r)
{
    json_object_begin(j);
    put_tally(j, r, "created", offsetof(struct tally, created));
    put_tally(j, r, "updated", offsetof(struct tally, updated));
    put_tally(j, r, "unchanged", offsetof(struct tally, unchanged));
    put_remarks(cx, j, "skipped", &r->skipped);
    put_remarks(cx, j, "rejected", &r->rejected);
    put_remarks(cx, j, "checks", &r->checks);
    put_remarks(cx, j, "warnings", &r->warnings);
    json_put_int(j, "skipped_count", r->skipped.count);
    json_put_int(j, "rejected_count", r->rejected.count);
    json_put_int(j, "warning_count", r->warnings.count);
    put_changes(cx, j, r);
    json_key(j, "sheets");
    json_array_begin(j);
    for (int i = 0; i < r->layout_count; i++)
        layout_json(cx, j, &r->layouts[i]);
    json_array_end(j);
    json_put_text(j, "as_of", date_iso(cx->arena, r->as_of));
    json_put_bool(j, "dry_run", r->dry_run);
    json_key(j, "run");
    if (r->run)
        json_int(j, r->run);
    else
        json_none(j);
    json_object_end(j);
}

static void tell_remarks(struct ctx *cx, struct buf *b, const struct remarks *list, const char *zh, const char *en,
                         int most)
{
    int shown = 0;
    if (list->count)
        buf_printf(b, cx->lang == LANG_ZH ? "%s %lld 处:\n" : "%s: %lld\n", cx->lang == LANG_ZH ? zh : en,
                   (long long)list->count);
    for (const struct remark *r = list->first; r && shown < most; r = r->next, shown++) {
        buf_printf(b, "  %s", r->sheet ? r->sheet : "");
        if (r->row)
            buf_printf(b, "!%s%lld", r->column >= 0 ? column_name(cx->arena, r->column) : "", (long long)r->row);
        buf_printf(b, " %s%s%s\n", r->code ? r->code : "", r->code ? " " : "", label_in(r->message, cx->lang));
    }
    if (list->count > shown && shown)
        buf_printf(
            b, cx->lang == LANG_ZH ? "  … 还有 %lld 处,用 --json 看全部\n" : "  … and %lld more; --json shows all\n",
            (long long)(list->count - shown));
}

const char *ledger_result_text(struct ctx *cx, const struct ledger_result *r)
{
    struct buf b = buf_init(cx->arena);
    bool zh = cx->lang == LANG_ZH;
    for (int i = 0; i < r->layout_count; i++) {
        const struct layout *l = &r->layouts[i];
        int mapped = 0;
        for (int c = 0; c < l->column_count; c++)
            mapped += l->columns[c].target != NULL;
        if (l->kind && !l->reason.zh)
            buf_printf(&b,
                       zh ? "工作表 %s:%s,表头第 %lld–%lld 行,对应 %d/%d 列\n"
                          : "Sheet %s: %s, head rows %lld–%lld, %d of %d columns mapped\n",
                       l->name, label_in(l->kind->label, cx->lang), (long long)l->head_first, (long long)l->head_last,
                       mapped, l->column_count);
        else
            buf_printf(&b, zh ? "工作表 %s:未导入,%s\n" : "Sheet %s: not imported; %s\n", l->name,
                       label_in(l->reason, cx->lang));
    }
    for (int i = 0; i < r->tally_count; i++) {
        const struct tally *t = &r->tallies[i];
        buf_printf(&b, zh ? "%s:新增 %lld,更新 %lld,不变 %lld\n" : "%s: %lld created, %lld updated, %lld unchanged\n",
                   label_in(t->entity->label, cx->lang), (long long)t->created, (long long)t->updated,
                   (long long)t->unchanged);
    }
    tell_remarks(cx, &b, &r->rejected, "退回", "Rejected", 20);
    tell_remarks(cx, &b, &r->checks, "核对不符", "Checks that differ", 20);
    tell_remarks(cx, &b, &r->warnings, "提醒", "Warnings", 10);
    if (r->skipped.count)
        buf_printf(
            &b, zh ? "跳过 %lld 行(分类行、合计行、表注等)\n" : "%lld rows skipped (sections, totals, footnotes …)\n",
            (long long)r->skipped.count);
    buf_printf(&b, zh ? "截止日期 %s%s\n" : "As of %s%s\n", date_iso(cx->arena, r->as_of),
               r->dry_run ? (zh ? ";试算,未写入" : "; dry run, nothing was written") : "");
    return b.data;
}

struct date ledger_result_as_of(const struct ledger_result *r)
{
    return r->as_of;
}

int64_t ledger_result_run(const struct ledger_result *r)
{
    return r->run;
}
