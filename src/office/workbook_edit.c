/* workbook_edit.c — gives a workbook back in the layout it came in: which parts of the package change. */
#include "office/workbook_edit.h"
#include "base/zip.h"
#include "office/workbook_edit_inner.h"

#include <string.h>
#include <strings.h>

static const struct zip_limits part_limits = {.unpacked = 1u << 30, .ratio = 300};

struct part {
    bool known; /* extracted */
    struct span old;
    struct buf now; /* what is written instead; no arena when nothing is */
    bool dropped;
};

struct book {
    struct ctx *cx;
    struct arena *arena;
    struct zip zip;
    struct part *parts; /* one for each entry of the package */
    const struct zip_entry *workbook, *relations, *styles, *calc_chain;
    const struct zip_entry **sheets; /* worksheets, in the order of their tabs */
    const char **names;
    int count;
    struct shifts shifts;
    bool moved; /* some rows moved */
};

/* ---- parts ---- */

static struct part *part_of(const struct book *b, const struct zip_entry *e)
{
    return &b->parts[e - b->zip.entries];
}

static bool part_read(struct book *b, const struct zip_entry *e, struct span *ret)
{
    struct part *p = part_of(b, e);
    if (!p->known) {
        struct buf text = buf_init(b->arena);
        if (!zip_extract(b->cx, &b->zip, e, &part_limits, &text))
            return false;
        if (text.length > 1 && (memcmp(text.data, "\xFF\xFE", 2) == 0 || memcmp(text.data, "\xFE\xFF", 2) == 0))
            return fail(b->cx, ERR_UNSUPPORTED, "XLS-10", e->name,
                        "这个工作簿的内部编码是 UTF-16，请用 Excel 另存为 .xlsx 后重试",
                        "this workbook is written in UTF-16; save it again as .xlsx with Excel");
        p->old = (struct span){text.data, text.length};
        p->known = true;
    }
    *ret = p->old;
    return true;
}

/* Start writing `e` anew. */
static struct buf *part_begin(struct book *b, const struct zip_entry *e)
{
    struct part *p = part_of(b, e);
    p->now = buf_init(b->arena);
    return &p->now;
}

static bool part_changed(const struct part *p)
{
    return p->now.arena && (p->now.length != p->old.n || memcmp(p->now.data, p->old.s, p->old.n) != 0);
}

/* The relationships of a part: "xl/workbook.xml" has them in "xl/_rels/workbook.xml.rels". */
static const struct zip_entry *relations_of(const struct book *b, const char *part)
{
    const char *slash = strrchr(part, '/'), *base = slash ? slash + 1 : part;
    return zip_find(&b->zip, arena_printf(b->arena, "%.*s_rels/%s.rels", (int)(base - part), part, base));
}

/* What `target`, written beside `part`, means in the package. */
static const struct zip_entry *resolve(const struct book *b, const char *part, const char *target)
{
    const char *slash = strrchr(part, '/');
    struct buf path = buf_init(b->arena);
    if (*target != '/' && slash)
        buf_add(&path, part, (size_t)(slash - part));
    while (*target) {
        const size_t n = strcspn(target, "/");
        if (n == 2 && memcmp(target, "..", 2) == 0) {
            while (path.length > 0 && path.data[--path.length] != '/')
                ;
            path.data[path.length] = '\0';
        } else if (n > 0 && !(n == 1 && *target == '.')) {
            buf_text(&path, path.length ? "/" : "");
            buf_add(&path, target, n);
        }
        target += n + (target[n] == '/');
    }
    return zip_find(&b->zip, path.data);
}

static bool ends_with(struct span s, const char *end)
{
    const size_t n = strlen(end);
    return s.n >= n && memcmp(s.s + s.n - n, end, n) == 0;
}

struct relation {
    struct tag tag;
    struct span id, type;
    const struct zip_entry *part; /* NULL when it is outside */
};

/* The relations of `part` in `xml`, one after another. */
static bool relation_next(const struct book *b, const char *part, const char **at, const char *end,
                          struct relation *ret)
{
    struct span target;
    while (tag_next(at, end, &ret->tag)) {
        if (ret->tag.close || !tag_is(&ret->tag, "Relationship") || !tag_attr(&ret->tag, "Id", &ret->id) ||
            !tag_attr(&ret->tag, "Type", &ret->type) || !tag_attr(&ret->tag, "Target", &target))
            continue;
        ret->part = resolve(b, part, span_text(b->arena, target));
        return true;
    }
    return false;
}

/* ---- reading the package ---- */

static bool damaged(struct book *b, const char *where)
{
    return fail(b->cx, ERR_INPUT, "XLS-03", where, "工作簿已损坏（缺少“%s”），请用 Excel 打开并另存后重试",
                "the workbook is damaged (\"%s\" is missing); open it with Excel and save it again", where);
}

static bool find_workbook(struct book *b)
{
    const struct zip_entry *e = zip_find(&b->zip, "_rels/.rels");
    struct span xml;
    struct relation r;
    if (!e)
        return fail(b->cx, ERR_UNSUPPORTED, "XLS-10", NULL, "只有 .xlsx 能按原样交还；.xls 和 .csv 请先另存为 .xlsx",
                    "only .xlsx can be given back as it came; save .xls and .csv as .xlsx first");
    if (!part_read(b, e, &xml))
        return false;
    const char *at = xml.s;
    while (relation_next(b, "", &at, xml.s + xml.n, &r))
        if (ends_with(r.type, "/officeDocument"))
            b->workbook = r.part;
    b->relations = b->workbook ? relations_of(b, b->workbook->name) : NULL;
    return b->relations ? true : damaged(b, "workbook.xml");
}

static bool relation_find(const struct book *b, struct span relations, struct span id, struct relation *ret)
{
    const char *at = relations.s;
    while (relation_next(b, b->workbook->name, &at, relations.s + relations.n, ret))
        if (ret->id.n == id.n && memcmp(ret->id.s, id.s, id.n) == 0)
            return true;
    return false;
}

static bool find_sheets(struct book *b)
{
    struct span xml, relations, name, id;
    if (!part_read(b, b->workbook, &xml) || !part_read(b, b->relations, &relations))
        return false;
    struct relation r;
    struct tag t;
    const char *at = relations.s;
    while (relation_next(b, b->workbook->name, &at, relations.s + relations.n, &r)) {
        if (ends_with(r.type, "/styles"))
            b->styles = r.part;
        if (ends_with(r.type, "/calcChain"))
            b->calc_chain = r.part;
    }
    b->sheets = arena_array(b->arena, b->zip.count, sizeof *b->sheets);
    b->names = arena_array(b->arena, b->zip.count, sizeof *b->names);
    at = xml.s;
    while (tag_next(&at, xml.s + xml.n, &t) && (size_t)b->count < b->zip.count) {
        if (t.close || !tag_is(&t, "sheet") || !tag_attr(&t, "name", &name) || !tag_attr(&t, "id", &id) ||
            !relation_find(b, relations, id, &r) || !ends_with(r.type, "/worksheet"))
            continue;
        b->names[b->count] = span_text(b->arena, name);
        if (!r.part)
            return damaged(b, b->names[b->count]);
        b->sheets[b->count++] = r.part;
    }
    return b->count > 0 ? true : damaged(b, "sheets");
}

/* ---- where rows move ---- */

static void plan_shifts(struct book *b, const struct sheet_edit *edits, size_t count)
{
    struct shift *sheets = arena_array(b->arena, (size_t)b->count, sizeof *sheets);
    for (int i = 0; i < b->count; i++)
        sheets[i].name = b->names[i];
    for (size_t i = 0; i < count; i++) {
        const struct sheet_edit *e = &edits[i];
        struct row_new *adds = arena_array(b->arena, e->add_count + 1, sizeof *adds);
        for (size_t k = 0; k < e->add_count; k++) {
            size_t place = k;
            for (; place > 0 && adds[place - 1].after > e->adds[k].after; place--)
                adds[place] = adds[place - 1];
            adds[place] =
                (struct row_new){e->adds[k].after, e->adds[k].like, (int64_t)k, e->adds[k].copy, e->adds[k].total};
        }
        sheets[e->sheet].adds = adds;
        sheets[e->sheet].count = e->add_count;
        b->moved |= e->add_count > 0;
    }
    b->shifts = (struct shifts){b->arena, sheets, b->count};
}

/* ---- rewriting ---- */

/* Comments, tables, drawings of a sheet whose rows moved. */
static bool rewrite_related(struct book *b, int sheet)
{
    static const struct {
        const char *type;
        enum part_kind kind;
    } kinds[] = {{"/comments", PART_COMMENTS},
                 {"/threadedComment", PART_COMMENTS},
                 {"/table", PART_TABLE},
                 {"/drawing", PART_DRAWING},
                 {"/vmlDrawing", PART_VML}};
    const struct zip_entry *e = relations_of(b, b->sheets[sheet]->name);
    struct span xml, related;
    struct relation r;
    if (!e)
        return true;
    if (!part_read(b, e, &xml))
        return false;
    const char *at = xml.s;
    while (relation_next(b, b->sheets[sheet]->name, &at, xml.s + xml.n, &r))
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            if (!r.part || !ends_with(r.type, kinds[i].type))
                continue;
            if (!part_read(b, r.part, &related))
                return false;
            part_rewrite(part_begin(b, r.part), &b->shifts, sheet, kinds[i].kind, related);
        }
    return true;
}

static bool rewrite_charts(struct book *b)
{
    struct span xml;
    for (size_t i = 0; i < b->zip.count; i++) {
        const struct zip_entry *e = &b->zip.entries[i];
        if (strncasecmp(e->name, "xl/charts/chart", 15) != 0)
            continue;
        if (!part_read(b, e, &xml))
            return false;
        part_rewrite(part_begin(b, e), &b->shifts, -1, PART_CHART, xml);
    }
    return true;
}

static bool rewrite_sheets(struct book *b, const struct sheet_edit *edits, size_t count)
{
    struct alert_styles styles = {.arena = b->arena};
    struct span xml;
    if (b->styles) {
        if (!part_read(b, b->styles, &xml))
            return false;
        alert_styles_init(&styles, b->arena, xml);
    }
    for (int i = 0; i < b->count; i++) {
        struct sheet_job job = {.cx = b->cx, .shifts = &b->shifts, .sheet = i, .styles = &styles};
        for (size_t k = 0; k < count; k++)
            if (edits[k].sheet == i)
                job.edit = &edits[k];
        if (!job.edit && !b->moved)
            continue;
        if (!part_read(b, b->sheets[i], &xml) || !sheet_rewrite(&job, xml, part_begin(b, b->sheets[i])))
            return false;
        if (b->shifts.sheets[i].count > 0 && !rewrite_related(b, i))
            return false;
    }
    if (styles.count > 0)
        alert_styles_write(part_begin(b, b->styles), &styles);
    return !b->moved || rewrite_charts(b);
}

static bool holds_formula(struct span xml)
{
    const char *at = xml.s, *end = xml.s + xml.n;
    struct tag t;
    while (tag_next(&at, end, &t))
        if (!t.close && tag_is(&t, "f"))
            return true;
    return false;
}

static bool any_formula(struct book *b, bool *ret)
{
    struct span xml;
    *ret = false;
    for (int i = 0; i < b->count && !*ret; i++) {
        const struct part *p = part_of(b, b->sheets[i]);
        if (!part_read(b, b->sheets[i], &xml))
            return false;
        *ret = holds_formula(p->now.arena ? (struct span){p->now.data, p->now.length} : xml);
    }
    return true;
}

/* Ask for a full calculation when the file is next opened. */
static void ask_calculation(struct buf *out, struct span xml)
{
    static const char *const before[] = {"sheets", "functionGroups", "externalReferences", "definedNames"};
    const struct attr_change change = {"fullCalcOnLoad", "1"};
    struct rewrite w = {out, xml.s};
    const char *at = xml.s, *end = xml.s + xml.n;
    struct tag t, last = {.end = NULL};
    bool asked = false;
    while (tag_next(&at, end, &t)) {
        for (size_t i = 0; i < sizeof before / sizeof *before; i++)
            if (tag_is(&t, before[i]) && (t.close || t.empty))
                last = t;
        if (tag_is(&t, "calcPr") && !t.close) {
            rewrite_to(&w, t.start, t.end);
            tag_write(out, &t, &change, 1, t.empty);
            asked = true;
        }
    }
    if (!asked && last.end) {
        rewrite_to(&w, last.end, last.end);
        buf_printf(out, "<%.*scalcPr fullCalcOnLoad=\"1\"/>", (int)last.prefix.n, last.prefix.s);
    }
    rewrite_to(&w, end, end);
}

static void rewrite_workbook(struct book *b, bool calculate)
{
    struct span xml = part_of(b, b->workbook)->old;
    if (b->moved) {
        struct buf *now = part_begin(b, b->workbook);
        part_rewrite(now, &b->shifts, -1, PART_WORKBOOK, xml);
        xml = (struct span){now->data, now->length};
    }
    if (calculate)
        ask_calculation(part_begin(b, b->workbook), xml);
}

/* Take away the elements of `xml` whose attribute names the part; the order of calculation is Excel's to find again. */
static void drop_mentions(struct book *b, const struct zip_entry *e, const char *element, const char *attribute,
                          const char *part)
{
    const struct span xml = part_of(b, e)->old;
    struct rewrite w = {part_begin(b, e), xml.s};
    const char *at = xml.s, *end = xml.s + xml.n;
    struct tag t;
    struct span value;
    while (tag_next(&at, end, &t)) {
        if (t.close || !tag_is(&t, element) || !tag_attr(&t, attribute, &value))
            continue;
        const struct zip_entry *named = resolve(b, b->workbook->name, span_text(b->arena, value));
        if (named && strcasecmp(named->name, part) == 0 && tag_skip(&at, end, &t, NULL))
            rewrite_to(&w, t.start, at);
    }
    rewrite_to(&w, end, end);
}

static bool drop_calc_chain(struct book *b)
{
    const struct zip_entry *types = zip_find(&b->zip, "[Content_Types].xml");
    struct span xml;
    if (!types || !part_read(b, types, &xml))
        return types ? false : damaged(b, "[Content_Types].xml");
    drop_mentions(b, types, "Override", "PartName", b->calc_chain->name);
    drop_mentions(b, b->relations, "Relationship", "Target", b->calc_chain->name);
    part_of(b, b->calc_chain)->dropped = true;
    return true;
}

static bool write_package(struct book *b, struct buf *out)
{
    struct zip_writer *w = zip_to(b->cx, out);
    for (size_t i = 0; i < b->zip.count; i++) {
        const struct zip_entry *e = &b->zip.entries[i];
        const struct part *p = &b->parts[i];
        if (p->dropped)
            continue;
        if (!(part_changed(p) ? zip_add(w, e->name, p->now.data, p->now.length, ZIP_DEFLATED)
                              : zip_copy(w, &b->zip, e)))
            return false;
    }
    return zip_finish(w);
}

static bool check_sheets(struct book *b, const struct sheet_edit *edits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool twice = false;
        for (size_t k = 0; k < i; k++)
            twice |= edits[k].sheet == edits[i].sheet;
        if (twice || edits[i].sheet < 0 || edits[i].sheet >= b->count)
            return fail(b->cx, ERR_SYSTEM, "XLS-10", NULL, "要改的工作表（第%d张）不存在或重复",
                        "sheet %d, to be changed, does not exist or is named twice", edits[i].sheet + 1);
    }
    return true;
}

bool workbook_edit(struct ctx *cx, const void *bytes, size_t size, const struct sheet_edit *edits, size_t count,
                   struct buf *out)
{
    struct book b = {.cx = cx, .arena = cx->arena};
    if (!zip_looks_like(bytes, size))
        return fail(cx, ERR_UNSUPPORTED, "XLS-10", NULL, "只有 .xlsx 能按原样交还；.xls 和 .csv 请先另存为 .xlsx",
                    "only .xlsx can be given back as it came; save .xls and .csv as .xlsx first");
    if (!zip_open(cx, "workbook.xlsx", bytes, size, &b.zip))
        return false;
    b.parts = arena_array(b.arena, b.zip.count, sizeof *b.parts);
    if (!find_workbook(&b) || !find_sheets(&b) || !check_sheets(&b, edits, count))
        return false;
    plan_shifts(&b, edits, count);
    bool formulas;
    if (!rewrite_sheets(&b, edits, count) || !any_formula(&b, &formulas))
        return false;
    rewrite_workbook(&b, formulas && count > 0);
    return (!b.calc_chain || drop_calc_chain(&b)) && write_package(&b, out);
}
