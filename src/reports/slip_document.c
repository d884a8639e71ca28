/* slip_document.c — reports over one slip each: reminder, supervision, contact and report slip (domain §6). */
#include "reports/slip_document.h"

#include "base/text.h"
#include "model/rows.h"
#include "reports/figures.h"
#include "reports/keep.h"

extern const char slip_reminder_template[], slip_supervision_template[], slip_contact_template[],
    slip_report_template[];

static const char *title_of(struct ctx *cx, const struct entity *e, int64_t id)
{
    const void *row = id ? row_load(cx, e, id) : NULL;
    struct value v = row ? field_get(entity_field(e, e->title), row) : value_null();
    return v.kind == VALUE_TEXT ? v.s : "";
}

static const char *label_of(const struct choice *choices, const char *code)
{
    const struct choice *c = code ? choice_find(choices, code) : NULL;
    return c ? c->label.zh : code ? code : "";
}

static void put_date(struct ctx *cx, json_t *object, const char *key, struct date d)
{
    put_text(object, key, date_show(cx->arena, d, LANG_ZH));
}

static void put_slip(struct ctx *cx, json_t *o, const struct slip *s)
{
    put_text(o, "code", s->code ? s->code : "〔    〕  号");
    put_text(o, "kind", label_of(slip_kinds, s->kind));
    put_text(o, "colour", label_of(slip_colours, s->colour));
    put_text(o, "subject", s->subject);
    put_text(o, "content", s->content);
    put_text(o, "unit", title_of(cx, &unit_entity, s->unit));
    put_text(o, "project", title_of(cx, &project_entity, s->project));
    put_date(cx, o, "issued_on", s->issued_on);
    put_date(cx, o, "due_on", s->due_on);
    put_text(o, "answer", s->answer);
    put_text(o, "plan", s->rectification);
}

static void put_problem(struct ctx *cx, json_t *o, const struct problem *q)
{
    put_text(o, "description", q->description);
    put_text(o, "category", label_of(problem_categories, q->category));
    put_text(o, "source", label_of(problem_sources, q->source));
    put_text(o, "leader", q->leader);
    put_text(o, "state", label_of(problem_states, q->state));
    put_text(o, "measure", q->measure);
    put_date(cx, o, "raised_on", q->raised_on);
    put_date(cx, o, "assigned_on", q->assigned_on);
    put_date(cx, o, "due_on", q->due_on);
}

/* What a template is tried with: a slip that nobody was sent. */
static const struct slip *sample_slip(struct ctx *cx)
{
    struct slip *s = row_new(cx, &slip_entity);
    s->kind = "supervision";
    s->colour = "yellow";
    s->subject = "样张：事由";
    s->content = "样张：督办的内容。";
    return s;
}

static const struct problem *sample_problem(struct ctx *cx)
{
    struct problem *q = row_new(cx, &problem_entity);
    q->description = "样张：问题描述";
    return q;
}

static bool put_all(struct ctx *cx, const struct report_request *rq, json_t *root)
{
    json_t *zone = json_object(), *slip = json_object(), *problem = json_object();
    json_object_set_new(root, "zone", zone);
    json_object_set_new(root, "slip", slip);
    json_object_set_new(root, "problem", problem);
    const struct zone *z = row_load(cx, &zone_entity, cx->zone);
    const struct slip *s = !z ? NULL : rq->of ? row_load(cx, &slip_entity, rq->of) : sample_slip(cx);
    if (!s)
        return false;
    const struct problem *q = s->problem ? row_load(cx, &problem_entity, s->problem)
                              : rq->of   ? row_new(cx, &problem_entity)
                                         : sample_problem(cx);
    if (!q)
        return false;
    put_text(zone, "name", z->name);
    put_text(root, "issuer", z->issuer ? z->issuer : arena_printf(cx->arena, "%s项目办", z->name));
    put_slip(cx, slip, s);
    put_problem(cx, problem, q);
    return cx->err.kind == ERR_NONE;
}

/* An official document is Chinese whatever the reader's screen shows, and whole whoever asks for it: who may, is asked before. */
static struct json_t *slip_data(struct ctx *cx, const struct report_request *rq)
{
    json_t *root = figures_root(cx);
    const struct rights *rights = cx->rights;
    cx->rights = NULL;
    bool put = put_all(cx, rq, root);
    cx->rights = rights;
    return put ? root : NULL;
}

#define SLIP_HELP                                                                                                      \
    {                                                                                                                  \
        "签发这种单据时套用；这里可以看样张、换用本园区的模板",                                                        \
            "used when such a slip is issued; look at a sample here, or take the zone's own template"                  \
    }

static struct template_kept reminder_kept, supervision_kept, contact_kept, report_kept;

const struct report slip_reminder_report = {
    .name = "slip_reminder",
    .label = {"提示单", "Reminder slip"},
    .help = SLIP_HELP,
    .of = &slip_entity,
    .data = slip_data,
    .template_xml = slip_reminder_template,
    .template_kept = &reminder_kept,
};

const struct report slip_supervision_report = {
    .name = "slip_supervision",
    .label = {"督办单", "Supervision slip"},
    .help = SLIP_HELP,
    .of = &slip_entity,
    .data = slip_data,
    .template_xml = slip_supervision_template,
    .template_kept = &supervision_kept,
};

const struct report slip_contact_report = {
    .name = "slip_contact",
    .label = {"联系单", "Contact slip"},
    .help = SLIP_HELP,
    .of = &slip_entity,
    .data = slip_data,
    .template_xml = slip_contact_template,
    .template_kept = &contact_kept,
};

const struct report slip_report_report = {
    .name = "slip_report",
    .label = {"报告单", "Report slip"},
    .help = SLIP_HELP,
    .of = &slip_entity,
    .data = slip_data,
    .template_xml = slip_report_template,
    .template_kept = &report_kept,
};

const struct report *slip_report_of(struct ctx *cx, const struct slip *s)
{
    return report_find(arena_printf(cx->arena, "slip_%s", s->kind));
}

bool slip_keep_document(struct ctx *cx, struct slip *s, const struct report *r, const struct report_request *rq)
{
    struct buf docx = buf_init(cx->arena);
    if (!report_make(cx, r, REPORT_DOCUMENT, rq, &docx) ||
        !report_keep_file(cx, &slip_entity, s->head.id, arena_printf(cx->arena, "%s.docx", s->code), &docx,
                          &s->document))
        return false;
    const struct rights *rights = cx->rights;
    cx->rights = NULL; /* the program keeps it for whoever issued the slip */
    bool saved = row_save(cx, &slip_entity, s, NULL);
    cx->rights = rights;
    return saved;
}
