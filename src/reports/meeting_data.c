/* meeting_data.c — what a meeting's papers share: its heading, its agenda, a page for each project. */
#include "reports/meeting_data.h"

#include "base/text.h"
#include "model/rows.h"

#include <string.h>

enum { ROWS_A_PAGE = 20, LIST_MOST = 1000 };

/* ---- heading ---- */

static bool find_meeting(struct ctx *cx, int64_t id, const struct meeting **ret_meeting)
{
    struct list l;
    if (!id) {
        if (!list_open(cx, &meeting_entity, &(struct list_query){.fields = "id", .limit = 1}, &l))
            return false;
        if (list_next(&l))
            id = list_value(&l, 0).i;
        while (list_next(&l))
            ;
        if (!list_ok(&l))
            return false;
        if (!id)
            return fail(cx, ERR_NOT_FOUND, "MTG-05", NULL, "还没有会议", "there is no meeting yet");
    }
    *ret_meeting = row_load(cx, &meeting_entity, id);
    return *ret_meeting;
}

static const char *choice_words(const struct entity *e, const char *field, const char *code)
{
    const struct choice *c = code ? choice_find(field_find(e->fields, field)->choices, code) : NULL;
    return c ? c->label.zh : "";
}

static bool put_heading(struct meeting_paper *p)
{
    struct ctx *cx = p->f.cx;
    const struct meeting *m = p->meeting;
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    json_t *zone = json_object(), *meeting = json_object();
    json_object_set_new(p->root, "zone", zone);
    json_object_set_new(p->root, "meeting", meeting);
    if (!z)
        return false;
    put_text(zone, "name", z->name);
    put_text(p->root, "issuer", z->issuer ? z->issuer : arena_printf(cx->arena, "%s项目办", z->name));
    put_text(p->root, "as_of", date_show(cx->arena, p->f.view.as_of, LANG_ZH));
    put_text(meeting, "title", m->title);
    put_text(meeting, "kind", choice_words(&meeting_entity, "kind", m->kind));
    put_text(meeting, "held_on", date_show(cx->arena, m->held_on, LANG_ZH));
    put_text(meeting, "place", m->place);
    put_text(meeting, "chair", m->chair);
    put_text(meeting, "note", m->note);
    json_object_set_new(p->root, "is_breakfast", json_boolean(text_equal(m->kind, "breakfast")));
    json_object_set_new(p->root, "is_group_event",
                        json_boolean(text_equal(m->kind, "group_start") || text_equal(m->kind, "group_signing")));
    return true;
}

bool meeting_paper_begin(struct ctx *cx, const struct report_request *rq, struct meeting_paper *ret_paper)
{
    struct meeting_paper p = {.root = figures_root(cx), .lang = cx->lang};
    if (!find_meeting(cx, rq->of, &p.meeting))
        return false;
    p.f = (struct figures){cx, {date_last(p.meeting->held_on), rq->view.known_at}, json_array(), rq->sources};
    json_object_set_new(p.root, "definitions", p.f.definitions);
    *ret_paper = p;
    cx->lang = LANG_ZH;
    return put_heading(ret_paper);
}

json_t *meeting_paper_end(struct meeting_paper *p, bool done)
{
    p->f.cx->lang = p->lang;
    return done ? p->root : NULL;
}

/* ---- agenda ---- */

static const char *title_of(const struct list *l, const char *field)
{
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].title && strcmp(l->columns[i].field->name, field) == 0)
            return list_value(l, i).s;
    return NULL;
}

static const char *promise_status(struct ctx *cx, const struct promise *q, struct date as_of)
{
    const char *state = q->state ? q->state : "open";
    if (!text_equal(state, "open"))
        return choice_words(&promise_entity, "state", state);
    if (!date_is_none(q->done_on))
        return "已报完成,待确认";
    const int late = date_days_between(date_last(q->due_on), as_of);
    return late > 0 ? arena_printf(cx->arena, "超期%d天", late) : "在办";
}

/* A promise as it stands, with the item that it was read out at. */
static bool add_promise(struct meeting_paper *p, const struct list *l, json_t *item, json_t *promises)
{
    struct ctx *cx = p->f.cx;
    const int64_t id = list_cell(l, "promise").i;
    const struct promise *q = row_load(cx, &promise_entity, id);
    if (!q)
        return false;
    put_text(item, "what", q->what);
    put_text(item, "person", q->person);
    put_text(item, "due_on", date_show(cx->arena, q->due_on, LANG_ZH));
    put_text(item, "proof", q->proof);
    put_text(item, "evidence", q->evidence);
    put_text(item, "status", promise_status(cx, q, p->f.view.as_of));
    return json_array_append(promises, item) == 0;
}

/* "红灯"; nothing where none is lit. */
static const char *light_words(struct ctx *cx, const char *colour)
{
    const char *words = choice_words(&agenda_item_entity, "light", colour);
    if (!colour || text_equal(colour, "none"))
        return "";
    return text_equal(colour, "excused") ? words : arena_printf(cx->arena, "%s灯", words);
}

static json_t *item_of(struct meeting_paper *p, const struct list *l)
{
    static const char *const texts[] = {"subject", "leader", "content", "decision"};
    json_t *item = json_object();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put_text(item, texts[i], list_cell(l, texts[i]).s);
    put_text(item, "project", title_of(l, "project"));
    put_text(item, "unit", title_of(l, "unit"));
    put_text(item, "enterprise", title_of(l, "enterprise"));
    put_text(item, "light", light_words(p->f.cx, list_cell(l, "light").s));
    const struct value invested = list_cell(l, "investment");
    put_text(item, "investment",
             invested.kind == VALUE_NULL ? "" : money_show(p->f.cx->arena, (struct money){invested.i}, LANG_ZH));
    put_text(item, "answer", list_cell(l, "answered").i ? "已答复" : "待答复");
    return item;
}

static bool sort_item(struct meeting_paper *p, const struct list *l, json_t *item,
                      bool (*each)(struct meeting_paper *p, const struct list *l, json_t *item, void *arg), void *arg)
{
    const char *kind = list_cell(l, "kind").s;
    if (*json_string_value(json_object_get(item, "decision")))
        json_array_append(json_object_get(p->root, "decided"), item);
    if (text_equal(kind, "promise") && list_cell(l, "promise").i)
        return add_promise(p, l, item, json_object_get(p->root, "promises"));
    if (text_equal(kind, "topic"))
        return json_array_append(json_object_get(p->root, "topics"), item) == 0;
    return !each || each(p, l, item, arg);
}

bool meeting_put_agenda(struct meeting_paper *p,
                        bool (*each)(struct meeting_paper *p, const struct list *l, json_t *item, void *arg), void *arg)
{
    static const char *const lists[] = {"promises", "topics", "decided"};
    struct list l;
    bool done = true;
    const struct list_query query = {
        .where = arena_printf(p->f.cx->arena, "meeting = %lld", (long long)p->meeting->head.id),
        .sort = "sequence,id",
        .fields =
            "kind,subject,project,enterprise,unit,leader,light,promise,problem,content,decision,investment,answered",
        .no_limit = true,
        .view = p->f.view,
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        json_object_set_new(p->root, lists[i], json_array());
    if (!list_open(p->f.cx, &agenda_item_entity, &query, &l))
        return false;
    while (done && list_next(&l)) {
        json_t *item = item_of(p, &l);
        done = sort_item(p, &l, item, each, arg);
        json_decref(item);
    }
    return done && list_ok(&l);
}

/* ---- a project's page ---- */

static const char *share(struct ctx *cx, int64_t part, int64_t whole)
{
    const int64_t percent = percent_of(part, whole);
    return percent == NONE_INT ? "—" : percent_show(cx->arena, percent);
}

static int64_t amount_of(const struct list *l, const char *field)
{
    const struct value v = list_cell(l, field);
    return v.kind == VALUE_NULL ? NONE_INT : v.i;
}

static void add_figures(struct figures *f, const struct list *l, json_t *page)
{
    const int64_t done = amount_of(l, "completed_in_year"), planned = amount_of(l, "planned_in_year"),
                  expected = amount_of(l, "expected_in_year");
    const char *one = arena_printf(f->cx->arena, "id = %lld", (long long)list_value(l, 0).i),
               *of_project = arena_printf(f->cx->arena, "project.%s", one);
    put_text(page, "progress", share(f->cx, done, planned));
    put_text(page, "schedule", share(f->cx, expected, planned));
    note_source(f, page, "planned_in_year", "investment.planned", of_project);
    note_source(f, page, "completed_in_year", "investment.completed_in_year", of_project);
    note_source(f, page, "completed_investment", "investment.completed", of_project);
    note_source(f, page, "total_investment", "project.total_investment", one);
    note_source(f, page, "progress", "investment.progress", one);
}

/* "进度：红灯，自2023年12月31日" of each lamp that is lit. */
static bool put_lamps(struct meeting_paper *p, json_t *page, long long project)
{
    struct ctx *cx = p->f.cx;
    struct list l;
    struct buf out = buf_init(cx->arena);
    const char *last = "";
    const struct list_query query = {
        .where = arena_printf(cx->arena, "project = %lld and lamp != all and changed_on <= as_of", project),
        .sort = "lamp,-changed_on,-id",
        .fields = "lamp,colour,changed_on",
        .no_limit = true,
        .view = p->f.view,
    };
    if (!list_open(cx, &lamp_change_entity, &query, &l))
        return false;
    while (list_next(&l)) {
        const char *lamp = list_cell(&l, "lamp").s, *light = light_words(cx, list_cell(&l, "colour").s);
        if (text_equal(lamp, last)) /* what it was before */
            continue;
        last = arena_strdup(cx->arena, lamp);
        if (*light)
            buf_printf(&out, "%s%s：%s，自%s", out.length ? "；" : "", choice_words(&lamp_change_entity, "lamp", lamp),
                       light, date_show(cx->arena, (struct date){list_cell(&l, "changed_on").i}, LANG_ZH));
    }
    put_text(page, "lamps", out.length ? out.data : "没有适用的灯");
    return list_ok(&l);
}

json_t *meeting_project_page(struct meeting_paper *p, int64_t project)
{
    struct ctx *cx = p->f.cx;
    const long long id = project;
    json_t *pages = list_rows(
        &p->f, &project_entity, arena_printf(cx->arena, "id = %lld", id), "id",
        "name,unit,leader,steward,enterprise,stage,nature,sector,total_investment,planned_in_year,expected_in_year,"
        "completed_in_year,completed_investment,image_progress,difficulty,planned_completion",
        1, add_figures);
    json_t *page = pages ? json_array_get(pages, 0) : NULL;
    if (page)
        json_incref(page);
    json_decref(pages);
    if (!page)
        return NULL;
    if (put_lamps(p, page, id) &&
        put_list(page, "problems",
                 list_rows(&p->f, &problem_entity, arena_printf(cx->arena, "open and project = %lld", id), "due_on,id",
                           "description,category,unit,raised_on,due_on,state,overdue", ROWS_A_PAGE, NULL)) &&
        put_list(page, "pledges",
                 list_rows(&p->f, &promise_entity,
                           arena_printf(cx->arena, "open and made_on <= as_of and project = %lld", id), "due_on,id",
                           "what,unit,person,due_on,proof,overdue", ROWS_A_PAGE, NULL)))
        return page;
    json_decref(page);
    return NULL;
}
