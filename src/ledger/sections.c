/* sections.c — what section rows and the sheet's name say of the rows below: nature, unit, trade, field. */
#include "base/text.h"
#include "ledger/import.h"

#include <string.h>

static const char HALTED[] = "halted";

static bool ends_like_unit(const char *label)
{
    static const char *const ends[] = {"局",     "镇",     "乡",     "办",   "街道", "集团", "公司",
                                       "办事处", "管委会", "委员会", "中心", "街办", NULL};
    size_t n = strlen(label);
    for (const char *const *e = ends; *e; e++) {
        size_t k = strlen(*e);
        if (n > k && strcmp(label + n - k, *e) == 0)
            return true;
    }
    return false;
}

/* The one nature that a sheet's name or title speaks of; NULL when none or several do. */
static const char *nature_of(struct ctx *cx, const char *text)
{
    const char *folded = text_fold(cx->arena, text ? text : ""), *found = NULL;
    static const char *const words[][2] = {
        {"续建", "continuing"},  {"结转", "continuing"}, {"新建", "new"},          {"新开工", "new"},
        {"改扩建", "expansion"}, {"技改", "retrofit"},   {"技术改造", "retrofit"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(folded, words[i][0])) {
            if (found && strcmp(found, words[i][1]) != 0)
                return NULL;
            found = words[i][1];
        }
    return found;
}

static const char *code_of(struct ctx *cx, const struct entity *e, const char *field, const char *label)
{
    const struct choice *c = choice_within(cx->arena, entity_field(e, field)->choices, label);
    return c ? c->code : NULL;
}

struct stage_word {
    const char *word, *stage;
};

static const char *stage_among(const struct stage_word *words, const char *folded)
{
    for (; words->word; words++)
        if (strstr(folded, words->word))
            return words->stage;
    return NULL;
}

/* Where a label such as 在建项目, 投产一批 or 停工项目 says its projects stand; NULL: nowhere.  In a plan of the year 竣工项目 are those to
 * be completed. */
static const char *stage_of(struct import *im, const char *label)
{
    static const char to_come[] = "计划 拟 未 待 预计 预备 力争 目标";
    static const struct stage_word sure[] = {
        {"撤项", "withdrawn"},
        {"调出", "withdrawn"},
        {"已退出", "withdrawn"},
        {"退出项目", "withdrawn"},
        {"终止", "withdrawn"},
        {"停工", HALTED},
        {"停建", HALTED},
        {"缓建", HALTED},
        {"已达产", "at_capacity"},
        {"达产一批", "at_capacity"},
        {"达效一批", "at_capacity"},
        {"已投产", "operating"},
        {"投产一批", "operating"},
        {"已竣工", "completed"},
        {"已完工", "completed"},
        {"已建成", "completed"},
        {"竣工一批", "completed"},
        {"已开工", "building"},
        {"在建", "building"},
        {"开工一批", "building"},
        {"集中开工", "building"},
        {"已签约", "signed"},
        {"签约一批", "signed"},
        {"签约项目", "signed"},
        {"前期", "preparing"},
        {"储备", "reserve"},
        {"谋划", "idea"},
        {0},
    };
    static const struct stage_word of_no_plan[] = {
        {"投产项目", "operating"}, {"竣工项目", "completed"}, {"完工项目", "completed"}, {"开工项目", "building"}, {0},
    };
    const char *folded = text_fold(im->cx->arena, label ? label : "");
    for (char **w = text_split(im->cx->arena, to_come, ' '); *w; w++)
        if (strstr(folded, *w))
            return NULL;
    const char *stage = stage_among(sure, folded);
    bool plan = layout_target(im->layout, TARGET_PLAN) || layout_target(im->layout, TARGET_GOAL);
    return stage || plan || strstr(folded, "新开工") ? stage : stage_among(of_no_plan, folded);
}

/* A group start lists what was started then. */
static const char *stage_of_sheet(struct import *im)
{
    const struct layout *l = im->layout;
    const char *stage = stage_of(im, l->name);
    bool to_come = !date_is_none(l->as_of) && date_low_code(l->as_of) > date_high_code(im->result->as_of);
    if (!stage && l->title && strstr(l->title, "集中开工"))
        stage = stage_of(im, l->title);
    return to_come ? NULL : stage;
}

const char *sections_stage(const struct sections *s)
{
    for (int i = SECTION_LEVELS - 1; i >= 0; i--)
        if (s->at[i].stage)
            return s->at[i].stage == HALTED ? NULL : s->at[i].stage;
    return NULL;
}

bool sections_halted(const struct sections *s)
{
    for (int i = SECTION_LEVELS - 1; i >= 0; i--)
        if (s->at[i].stage)
            return s->at[i].stage == HALTED;
    return false;
}

static bool read_label(struct import *im, const char *label, struct section *section)
{
    struct ctx *cx = im->cx;
    const struct entity *e = im->layout->kind->entity;
    const char *choice = e == &project_entity   ? "nature"
                         : e == &problem_entity ? "category"
                         : e == &lead_entity    ? "stage"
                         : e == &grant_entity   ? "kind"
                                                : NULL;
    section->code = choice ? code_of(cx, e, choice, label) : NULL;
    section->stage = e == &project_entity ? stage_of(im, label) : NULL;
    if (section->code)
        section->field = choice;
    else if (e == &project_entity && ends_like_unit(label))
        return import_named(im, &unit_entity, label, -1, &section->unit);
    else if (!section->stage)
        section->text = arena_strdup(im->keep, label);
    return true;
}

/* The one stage of leads that a sheet is called after: 在谈项目, 已签约项目; NULL when none or several are. */
static const char *lead_stage_of(struct import *im, const char *name)
{
    static const char *const words[] = {"意向", "在谈", "洽谈", "拟签约", "签约", "落地", "注册", "开工", "投产", NULL};
    const char *folded = text_fold(im->cx->arena, name), *found = NULL;
    for (const char *const *w = words; *w; w++) {
        const char *code = strstr(folded, *w) ? code_of(im->cx, &lead_entity, "stage", *w) : NULL;
        if (code && found && strcmp(code, found) != 0)
            return NULL;
        found = code ? code : found;
    }
    return found ? code_of(im->cx, &lead_entity, "stage", name) : NULL; /* not 未签约 */
}

/* A section's name may stand above the head, which is then repeated below the next one's. */
static bool read_title(struct import *im, struct section *section)
{
    static const char joint[] = " · "; /* between the cells of the title, see struct layout */
    const char *last = im->layout->title, *label;
    for (const char *p = last; p && (p = strstr(p, joint)); p += strlen(joint))
        last = p + strlen(joint);
    label = last ? section_numbered(im->cx, last) : NULL;
    bool names_table = label && (strstr(label, "表") || strstr(label, "台账") || strstr(label, "清单") ||
                                 strstr(label, "情况") || strstr(label, "计划"));
    return !label || names_table || read_label(im, label, section);
}

/* Sheets are split by nature (续建项目, 新建项目) or by unit, whose names they bear. */
bool sections_begin(struct import *im, struct sections *s)
{
    const struct layout *l = im->layout;
    *s = (struct sections){0};
    if (l->kind->entity == &lead_entity)
        s->at[0] = (struct section){.field = "stage", .code = lead_stage_of(im, l->name)};
    if (l->kind->entity != &project_entity)
        return read_title(im, &s->at[1]);
    s->at[0] = (struct section){.field = "nature", .code = nature_of(im->cx, l->name), .stage = stage_of_sheet(im)};
    if (!s->at[0].code && l->title &&
        (strstr(l->title, "新建项目") || strstr(l->title, "续建项目") || strstr(l->title, "新开工项目") ||
         strstr(l->title, "技改项目")))
        s->at[0].code = nature_of(im->cx, l->title);
    return (!ends_like_unit(l->name) || import_named(im, &unit_entity, l->name, -1, &s->at[0].unit)) &&
           read_title(im, &s->at[1]);
}

bool sections_take(struct import *im, struct sections *s, const struct ledger_row *row)
{
    if (text_is_empty(row->section))
        return true;
    int level = row->section_level < SECTION_LEVELS ? row->section_level : SECTION_LEVELS - 1;
    for (int i = level; i < SECTION_LEVELS; i++)
        s->at[i] = (struct section){0};
    return read_label(im, row->section, &s->at[level]);
}

/* Which field takes a section's free words. */
static const char *words_field(const struct entity *e)
{
    return e == &project_entity || e == &lead_entity ? "sector"
           : e == &problem_entity                    ? "category"
           : e == &grant_entity                      ? "kind"
           : e == &reserve_entity                    ? "field"
                                                     : NULL;
}

/* What the row itself says goes first; then what sections surely say, the deepest first; their free words only fill gaps. */
static void set(const struct entity *e, void *row, const void *said, const char *field, struct value v, bool sure)
{
    const struct field *f = entity_field(e, field);
    if (v.kind == VALUE_NULL || field_get(f, said).kind != VALUE_NULL)
        return;
    if (sure || field_get(f, row).kind == VALUE_NULL)
        field_set(f, row, v);
}

bool sections_apply(struct import *im, const struct sections *s, const void *said, void *row)
{
    const struct entity *e = im->layout->kind->entity;
    const char *words = words_field(e);
    for (int i = 0; i < SECTION_LEVELS; i++) { /* deeper ones over higher ones */
        const struct section *at = &s->at[i];
        if (at->code)
            set(e, row, said, at->field, value_text(at->code), true);
        if (at->unit)
            set(e, row, said, "unit", value_int(at->unit), true);
    }
    for (int i = SECTION_LEVELS - 1; i >= 0; i--) {
        const char *text = s->at[i].text;
        int64_t id;
        if (!text || !words)
            continue;
        if (e == &reserve_entity && !import_named(im, &planning_field_entity, text, -1, &id))
            return false;
        set(e, row, said, words, e == &reserve_entity ? (id ? value_int(id) : value_null()) : value_text(text), false);
    }
    return true;
}
