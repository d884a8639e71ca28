/* meeting_pack.c — makes a meeting's agenda: earlier promises, then projects with the worst light first. */
#include "rules/meeting.h"

#include "base/map.h"
#include "base/text.h"
#include "model/list.h"

#include <stdlib.h>
#include <string.h>

enum { SUBJECT_CHARS = 300 };

/* What belongs on the agenda, in its order. */
struct candidates {
    struct ctx *cx;
    const struct meeting *meeting;
    struct view view;
    struct agenda_item *items;
    size_t count, room;
};

static struct agenda_item *add_item(struct candidates *c, const char *kind)
{
    if (c->count == c->room) {
        size_t more = c->room ? c->room * 2 : 64, size = sizeof *c->items;
        c->items = arena_grow(c->cx->arena, c->items, c->room * size, more * size);
        c->room = more;
    }
    struct agenda_item *item = &c->items[c->count++];
    fields_blank(agenda_item_entity.fields, item);
    item->meeting = c->meeting->head.id;
    item->kind = kind;
    item->packed = true;
    return item;
}

/* As much of a text as fits one line. */
static const char *one_line(struct ctx *cx, const char *text)
{
    char *line = arena_strdup(cx->arena, text ? text : "");
    size_t chars = 0;
    for (char *at = line; *at; at++) {
        if (((unsigned char)*at & 0xc0) != 0x80 && ++chars > SUBJECT_CHARS) {
            *at = '\0';
            break;
        }
        if (*at == '\n')
            *at = ' ';
    }
    return line;
}

static bool open_list(struct candidates *c, const struct entity *e, const char *where, const char *sort,
                      const char *fields, struct list *ret_list)
{
    const struct list_query query = {.where = where, .sort = sort, .fields = fields, .no_limit = true, .view = c->view};
    return list_open(c->cx, e, &query, ret_list);
}

static const char *text_at(const struct list *l, int column)
{
    return arena_strdup(l->cx->arena, list_value(l, column).s);
}

static int64_t int_at(const struct list *l, int column)
{
    struct value v = list_value(l, column);
    return v.kind == VALUE_NULL ? 0 : v.i;
}

/* Where a field's value stands in the list's rows; -1: it was not asked for. */
static int column_of(const struct list *l, const char *name, bool title)
{
    for (int i = 0; i < l->column_count; i++)
        if (l->columns[i].title == title && strcmp(l->columns[i].field->name, name) == 0)
            return i;
    return -1;
}

/* ---- promises of earlier meetings ---- */

static bool add_promises(struct candidates *c)
{
    struct ctx *cx = c->cx;
    struct list l;
    const char *where =
        arena_printf(cx->arena, "open and made_on <= %s and meeting != %lld and meeting.kind = %s",
                     date_iso(cx->arena, c->view.as_of), (long long)c->meeting->head.id, c->meeting->kind);
    if (!open_list(c, &promise_entity, where, "due_on,id", "what,unit,person,project", &l))
        return false;
    while (list_next(&l)) {
        struct agenda_item *item = add_item(c, "promise");
        item->promise = int_at(&l, 0);
        item->subject = one_line(cx, list_value(&l, column_of(&l, "what", false)).s);
        item->unit = int_at(&l, column_of(&l, "unit", false));
        item->leader = text_at(&l, column_of(&l, "person", false));
        item->project = int_at(&l, column_of(&l, "project", false));
    }
    return list_ok(&l);
}

/* ---- what was said at earlier breakfasts ---- */

static bool add_suggestions(struct candidates *c)
{
    struct list l;
    const char *where = arena_printf(c->cx->arena, "source = breakfast and open and raised_on < %s",
                                     date_iso(c->cx->arena, c->view.as_of));
    if (!open_list(c, &problem_entity, where, "raised_on,id", "description,unit,leader,project,enterprise", &l))
        return false;
    while (list_next(&l)) {
        struct agenda_item *item = add_item(c, "topic");
        item->problem = int_at(&l, 0);
        item->subject = one_line(c->cx, list_value(&l, column_of(&l, "description", false)).s);
        item->unit = int_at(&l, column_of(&l, "unit", false));
        item->leader = text_at(&l, column_of(&l, "leader", false));
        item->project = int_at(&l, column_of(&l, "project", false));
        item->enterprise = int_at(&l, column_of(&l, "enterprise", false));
    }
    return list_ok(&l);
}

/* ---- projects ---- */

struct project_seen {
    struct agenda_item item;
    const char *group; /* leader's name or unit's; NULL: none */
    int light;         /* light_rank() */
    int group_light;   /* the worst of its group */
    int64_t group_red; /* how many are red there */
    int64_t problems, overdue;
    int64_t behind; /* hundredths of a percent of the year's plan */
};

struct projects {
    struct project_seen *list;
    size_t count, room;
    struct map *by_id;
};

static const char *key_of(struct ctx *cx, int64_t id)
{
    return arena_printf(cx->arena, "%lld", (long long)id);
}

static struct project_seen *project_new(struct ctx *cx, struct projects *all, int64_t id)
{
    if (all->count == all->room) {
        size_t more = all->room ? all->room * 2 : 128, size = sizeof *all->list;
        all->list = arena_grow(cx->arena, all->list, all->room * size, more * size);
        all->room = more;
    }
    map_set(all->by_id, key_of(cx, id), (int64_t)all->count);
    struct project_seen *p = &all->list[all->count++];
    *p = (struct project_seen){0};
    fields_blank(agenda_item_entity.fields, &p->item);
    p->item.project = id;
    return p;
}

static bool count_problems(struct candidates *c, struct projects *all)
{
    struct list l;
    int64_t at;
    if (!open_list(c, &problem_entity, "open and project is not empty", "id", "project,overdue", &l))
        return false;
    while (list_next(&l)) {
        if (!map_get(all->by_id, key_of(c->cx, int_at(&l, column_of(&l, "project", false))), &at))
            continue;
        all->list[at].problems++;
        all->list[at].overdue += int_at(&l, column_of(&l, "overdue", false));
    }
    return list_ok(&l);
}

/* How bad a light is; what nobody lit is not. */
static int light_rank(const char *colour)
{
    static const char *const colours[] = {"none", "excused", "green", "yellow", "red"};
    for (int i = 0; i < (int)(sizeof colours / sizeof *colours); i++)
        if (text_equal(colour, colours[i]))
            return i;
    return 0;
}
enum { RANK_YELLOW = 3, RANK_RED = 4 };

static bool read_projects(struct candidates *c, struct projects *all)
{
    struct ctx *cx = c->cx;
    struct list l;
    const bool by_unit = text_equal(c->meeting->order_by, "unit");
    const char *asked = c->meeting->condition;
    const char *where = asked ? arena_printf(cx->arena, "stage != withdrawn and (%s)", asked)
                              : "stage in (signed, preparing, building)";
    if (!open_list(c, &project_entity, where, "id",
                   "name,unit,leader,light,planned_in_year,expected_in_year,completed_in_year", &l))
        return false;
    while (list_next(&l)) {
        struct project_seen *p = project_new(cx, all, int_at(&l, 0));
        p->item.subject = one_line(cx, list_value(&l, column_of(&l, "name", false)).s);
        p->item.unit = int_at(&l, column_of(&l, "unit", false));
        p->item.leader = text_at(&l, column_of(&l, "leader", false));
        p->group = by_unit ? text_at(&l, column_of(&l, "unit", true)) : p->item.leader;
        p->behind = percent_of(int_at(&l, column_of(&l, "expected_in_year", false)) -
                                   int_at(&l, column_of(&l, "completed_in_year", false)),
                               int_at(&l, column_of(&l, "planned_in_year", false)));
        p->item.light = text_at(&l, column_of(&l, "light", false));
        p->light = light_rank(p->item.light);
    }
    return list_ok(&l);
}

/* Without a condition of its own a meeting speaks of those that need it. */
static void keep_needy(const struct candidates *c, struct projects *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++)
        if (c->meeting->condition || all->list[i].light >= RANK_YELLOW || all->list[i].overdue)
            all->list[kept++] = all->list[i];
    all->count = kept;
}

static void rate_groups(struct ctx *cx, struct projects *all)
{
    struct map *worst = map_new(cx->arena), *red = map_new(cx->arena);
    int64_t n;
    for (size_t i = 0; i < all->count; i++) {
        const struct project_seen *p = &all->list[i];
        const char *group = p->group ? p->group : "";
        if (!map_get(worst, group, &n) || p->light > n)
            map_set(worst, group, p->light);
        map_set(red, group, (map_get(red, group, &n) ? n : 0) + (p->light == RANK_RED));
    }
    for (size_t i = 0; i < all->count; i++) {
        struct project_seen *p = &all->list[i];
        const char *group = p->group ? p->group : "";
        p->group_light = map_get(worst, group, &n) ? (int)n : 0;
        p->group_red = map_get(red, group, &n) ? n : 0;
    }
}

static int greater_first(int64_t a, int64_t b)
{
    return a == b ? 0 : a > b ? -1 : 1;
}

/* Those without a leader or unit come last; then groups, and in them projects, from the worst. */
static int by_need(const void *x, const void *y)
{
    const struct project_seen *a = x, *b = y;
    int order = greater_first(a->group != NULL, b->group != NULL);
    order = order ? order : greater_first(a->group_light, b->group_light);
    order = order ? order : greater_first(a->group_red, b->group_red);
    order = order || !a->group || !b->group ? order : strcmp(a->group, b->group);
    order = order ? order : greater_first(a->light, b->light);
    order = order ? order : greater_first(a->overdue, b->overdue);
    order = order ? order : greater_first(a->behind, b->behind);
    return order ? order : -greater_first(a->item.project, b->item.project);
}

static bool add_projects(struct candidates *c)
{
    struct projects all = {.by_id = map_new(c->cx->arena)};
    if (!read_projects(c, &all) || !count_problems(c, &all))
        return false;
    keep_needy(c, &all);
    rate_groups(c->cx, &all);
    if (all.count)
        qsort(all.list, all.count, sizeof *all.list, by_need);
    for (size_t i = 0; i < all.count; i++) {
        struct agenda_item *item = add_item(c, "project");
        const int64_t meeting = item->meeting;
        *item = all.list[i].item;
        item->meeting = meeting;
        item->kind = "project";
        item->packed = true;
    }
    return true;
}

/* ---- beside what is there ---- */

struct agenda {
    struct agenda_item **items;
    bool *taken;
    size_t count;
};

static bool load_agenda(struct ctx *cx, int64_t meeting, struct agenda *ret_agenda)
{
    struct agenda a = {0};
    struct list l;
    size_t room = 0;
    const struct list_query query = {.where = arena_printf(cx->arena, "meeting = %lld", (long long)meeting),
                                     .sort = "sequence,id",
                                     .fields = "id",
                                     .no_limit = true};
    if (!list_open(cx, &agenda_item_entity, &query, &l))
        return false;
    while (list_next(&l)) {
        if (a.count == room) {
            size_t more = room ? room * 2 : 64;
            a.items = arena_grow(cx->arena, a.items, room * sizeof *a.items, more * sizeof *a.items);
            room = more;
        }
        a.items[a.count] = row_load(cx, &agenda_item_entity, int_at(&l, 0));
        if (!a.items[a.count++])
            return false;
    }
    a.taken = arena_array(cx->arena, a.count + 1, sizeof *a.taken);
    *ret_agenda = a;
    return list_ok(&l);
}

/* The item that is about the same thing. */
static const struct agenda_item *take_same(struct agenda *a, const struct agenda_item *like)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct agenda_item *o = a->items[i];
        if (a->taken[i] || !text_equal(o->kind, like->kind))
            continue;
        if (like->promise   ? o->promise == like->promise
            : like->problem ? o->problem == like->problem
                            : like->project && o->project == like->project) {
            a->taken[i] = true;
            return o;
        }
    }
    return NULL;
}

static bool says_something(struct ctx *cx, const struct agenda_item *item, bool *ret_says)
{
    const struct entity *by;
    int64_t id;
    *ret_says = !item->packed || !text_is_empty(item->decision) || !text_is_empty(item->content) ||
                (item->state && !text_equal(item->state, "pending"));
    if (*ret_says)
        return true;
    if (!row_referrer(cx, &agenda_item_entity, item->head.id, &by, &id))
        return false;
    *ret_says = by != NULL;
    return true;
}

static bool save_at(struct ctx *cx, struct agenda_item *item, const struct agenda_item *old, int64_t *sequence)
{
    item->sequence = ++*sequence;
    return row_save_over(cx, &agenda_item_entity, item, old, NULL);
}

/* Who is meant and how it stands may have changed since; what was said stays. */
static bool save_again(struct ctx *cx, const struct agenda_item *like, const struct agenda_item *old, int64_t *sequence)
{
    struct agenda_item *item = row_copy(cx, &agenda_item_entity, old);
    item->unit = like->unit;
    item->leader = like->leader;
    item->light = like->light;
    item->subject = like->subject;
    return save_at(cx, item, old, sequence);
}

static bool save_agenda(struct candidates *c, struct meeting_packed *packed)
{
    struct ctx *cx = c->cx;
    struct agenda a;
    int64_t sequence = 0;
    if (!load_agenda(cx, c->meeting->head.id, &a))
        return false;
    for (size_t i = 0; i < c->count; i++) {
        struct agenda_item *item = &c->items[i];
        const struct agenda_item *old = take_same(&a, item);
        if (old ? !save_again(cx, item, old, &sequence) : !save_at(cx, item, NULL, &sequence))
            return false;
    }
    for (size_t i = 0; i < a.count; i++) {
        bool stays;
        if (a.taken[i])
            continue;
        if (!says_something(cx, a.items[i], &stays))
            return false;
        if (stays ? !save_at(cx, row_copy(cx, &agenda_item_entity, a.items[i]), a.items[i], &sequence)
                  : !row_delete(cx, &agenda_item_entity, a.items[i]->head.id, a.items[i]->head.version))
            return false;
        packed->dropped += !stays;
    }
    return true;
}

/* ---- who took part last time ---- */

static bool find_previous(struct candidates *c, int64_t *ret_meeting)
{
    struct ctx *cx = c->cx;
    struct list l;
    const struct list_query query = {
        .where = arena_printf(cx->arena, "kind = %s and held_on < %s and id != %lld", c->meeting->kind,
                              date_iso(cx->arena, c->view.as_of), (long long)c->meeting->head.id),
        .fields = "id",
        .limit = 1,
    };
    *ret_meeting = 0;
    if (!list_open(cx, &meeting_entity, &query, &l))
        return false;
    if (list_next(&l))
        *ret_meeting = int_at(&l, 0);
    while (list_next(&l))
        ;
    return list_ok(&l);
}

static bool list_people(struct ctx *cx, int64_t meeting, struct list *ret_list)
{
    const struct list_query query = {.where = arena_printf(cx->arena, "meeting = %lld", (long long)meeting),
                                     .sort = "id",
                                     .fields = "unit,person,role",
                                     .no_limit = true};
    return list_open(cx, &attendance_entity, &query, ret_list);
}

/* A meeting that nobody is noted for yet begins with those of the one before. */
static bool bring_people(struct candidates *c)
{
    struct ctx *cx = c->cx;
    struct list here, before;
    int64_t previous;
    bool none = true;
    if (!list_people(cx, c->meeting->head.id, &here) || !find_previous(c, &previous))
        return false;
    while (list_next(&here))
        none = false;
    if (!list_ok(&here) || !none || !previous)
        return list_ok(&here);
    if (!list_people(cx, previous, &before))
        return false;
    while (list_next(&before)) {
        struct attendance *a = row_new(cx, &attendance_entity);
        a->meeting = c->meeting->head.id;
        a->unit = int_at(&before, column_of(&before, "unit", false));
        a->person = text_at(&before, column_of(&before, "person", false));
        a->role = text_at(&before, column_of(&before, "role", false));
        if (!row_save_over(cx, &attendance_entity, a, NULL, NULL))
            return false;
    }
    return list_ok(&before);
}

static bool pack(struct ctx *cx, int64_t id, struct meeting_packed *ret_packed)
{
    const struct meeting *m = row_load(cx, &meeting_entity, id);
    if (!m || !meeting_need_open(cx, id))
        return false;
    struct candidates c = {.cx = cx, .meeting = m, .view = {.as_of = date_last(m->held_on)}};
    struct meeting_packed packed = {0};
    const bool of_projects = text_equal(m->kind, "dispatch") || text_equal(m->kind, "work");
    if (!add_promises(&c))
        return false;
    packed.promises = (int64_t)c.count;
    if (text_equal(m->kind, "breakfast") && !add_suggestions(&c))
        return false;
    packed.suggestions = (int64_t)c.count - packed.promises;
    if (of_projects && !add_projects(&c))
        return false;
    packed.projects = (int64_t)c.count - packed.promises - packed.suggestions;
    if (!save_agenda(&c, &packed) || !bring_people(&c))
        return false;
    *ret_packed = packed;
    return true;
}

bool meeting_pack(struct ctx *cx, int64_t meeting, struct meeting_packed *ret_packed)
{
    if (!db_begin(cx))
        return false;
    if (pack(cx, meeting, ret_packed))
        return db_commit(cx);
    db_rollback(cx);
    return false;
}
