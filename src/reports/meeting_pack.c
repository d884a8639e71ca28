/* meeting_pack.c — a meeting's pack (会议材料): the agenda, last time's promises first, and a page for each project. */
#include "base/text.h"
#include "reports/meeting_data.h"

#include <string.h>

extern const char meeting_pack_template[]; /* share/templates/meeting_pack.xml, embedded by the build */

static bool put_fulfilment(struct meeting_paper *p)
{
    json_t *t = json_object();
    const struct figure list[] = {
        {t, "made", "promise.made"},
        {t, "kept", "promise.kept"},
        {t, "overdue", "promise.overdue"},
        {t, "fulfilment", "promise.fulfilment"},
    };
    json_object_set_new(p->root, "totals", t);
    return put_figures(&p->f, list, sizeof list / sizeof *list, p->root, NULL, 0);
}

/* Groups as they follow one another on the agenda. */
struct grouping {
    json_t *groups, *pages, *listing;
    const char *name; /* of the group at hand; NULL: before the first */
    int64_t red, yellow;
};

/* "一" … "九十九", as headings of the second level are numbered. */
static const char *numeral(struct ctx *cx, size_t n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (n > 99)
        return arena_printf(cx->arena, "%zu", n);
    return arena_printf(cx->arena, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "", digits[n % 10]);
}

static json_t *group_for(struct meeting_paper *p, const json_t *item, struct grouping *g)
{
    const char *field = text_equal(p->meeting->order_by, "unit") ? "unit" : "leader";
    const char *name = json_string_value(json_object_get(item, field));
    if (!g->name || strcmp(g->name, name) != 0) {
        json_t *group = json_object();
        g->name = arena_strdup(p->f.cx->arena, name);
        put_text(group, "name", *name ? name : strcmp(field, "unit") == 0 ? "未定责任单位" : "未定包联领导");
        put_text(group, "numeral", numeral(p->f.cx, json_array_size(g->groups) + 1));
        json_object_set_new(group, "projects", json_array());
        json_array_append_new(g->groups, group);
    }
    return json_array_get(g->groups, json_array_size(g->groups) - 1);
}

static bool add_project(struct meeting_paper *p, const struct list *l, json_t *item, void *grouping)
{
    struct grouping *g = grouping;
    const int64_t project = list_cell(l, "project").i;
    const char *light = list_cell(l, "light").s;
    json_array_append(g->listing, item);
    json_t *page = project ? meeting_project_page(p, project) : NULL;
    if (!page)
        return !project;
    g->red += text_equal(light, "red");
    g->yellow += text_equal(light, "yellow");
    json_object_set(page, "light", json_object_get(item, "light"));
    put_count(page, "problem_count", (int64_t)json_array_size(json_object_get(page, "problems")));
    json_array_append(json_object_get(group_for(p, item, g), "projects"), page);
    return json_array_append_new(g->pages, page) == 0;
}

static bool put_projects(struct meeting_paper *p)
{
    struct grouping g = {json_array(), json_array(), json_array(), NULL, 0, 0};
    json_t *counts = json_object();
    json_object_set_new(p->root, "groups", g.groups);
    json_object_set_new(p->root, "pages", g.pages);
    json_object_set_new(p->root, "listing", g.listing);
    json_object_set_new(p->root, "counts", counts);
    if (!meeting_put_agenda(p, add_project, &g))
        return false;
    put_count(counts, "projects", (int64_t)json_array_size(g.pages));
    put_count(counts, "red", g.red);
    put_count(counts, "yellow", g.yellow);
    return true;
}

/* What a group event starts or signs, in all. */
static bool put_event(struct meeting_paper *p)
{
    json_t *event = json_object();
    const char *here = arena_printf(p->f.cx->arena, "meeting = %lld", (long long)p->meeting->head.id);
    const struct figure list[] = {{event, "projects", "event.projects", here},
                                  {event, "investment", "event.investment", here}};
    json_object_set_new(p->root, "event", event);
    return put_figures(&p->f, list, sizeof list / sizeof *list, p->root, NULL, 0);
}

static struct json_t *pack_data(struct ctx *cx, const struct report_request *rq)
{
    struct meeting_paper p;
    if (!meeting_paper_begin(cx, rq, &p))
        return NULL;
    return meeting_paper_end(&p, put_fulfilment(&p) && put_projects(&p) && put_event(&p));
}

static struct template_kept pack_template;

const struct report meeting_pack_report = {
    .name = "meeting_pack",
    .label = {"会议材料", "Meeting pack"},
    .help = {"一次会议的议程、上次承诺事项和项目一页清",
             "A meeting's agenda, earlier promises and a page for each project"},
    .of = &meeting_entity,
    .data = pack_data,
    .template_xml = meeting_pack_template,
    .template_kept = &pack_template,
};
