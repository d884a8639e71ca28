/* docx.c — fills and checks Word templates, part by part. */
#include "office/docx.h"
#include "base/map.h"
#include "office/docx_parts.h"
#include "office/docx_render.h"

#include <string.h>

/* Fill one part.  *ret_found is false when it holds no marks. */
static bool fill_part(struct faults *f, const struct docx_parts *p, const struct zip_entry *e, const json_t *data,
                      const struct docx_marking *marking, struct buf *out, bool *ret_found)
{
    struct ctx *cx = f->cx;
    xmlDoc *doc = docx_part(cx, p, e->name);
    if (!doc)
        return false;
    f->part = e->name;
    const size_t before = f->count;
    marks_find(f, xmlDocGetRootElement(doc), ret_found);
    if (*ret_found && f->count == before && faults_go_on(f))
        docx_render(f, doc, data, marking, out);
    return cx->err.kind == ERR_NONE;
}

bool docx_fill(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data, struct buf *out)
{
    return docx_fill_marked(cx, template_bytes, size, data, NULL, out);
}

bool docx_fill_marked(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *data,
                      const struct docx_marking *marking, struct buf *out)
{
    struct docx_parts p;
    if (!docx_open(cx, template_bytes, size, &p))
        return false;
    struct faults faults = {.cx = cx};
    struct zip_writer *writer = zip_to(cx, out);
    struct buf filled = buf_init(cx->arena);
    for (size_t i = 0; i < p.zip.count; i++) {
        const struct zip_entry *e = &p.zip.entries[i];
        bool found = false;
        buf_clear(&filled);
        if (docx_holds_text(&p, e->name) && !fill_part(&faults, &p, e, data, marking, &filled, &found))
            return false;
        if (!(found ? zip_add(writer, e->name, filled.data, filled.length, ZIP_DEFLATED) : zip_copy(writer, &p.zip, e)))
            return false;
    }
    return zip_finish(writer);
}

bool docx_check(struct ctx *cx, const void *template_bytes, size_t size, const struct json_t *sample,
                const struct template_fault **ret_faults, size_t *ret_count)
{
    struct docx_parts p;
    if (!docx_open(cx, template_bytes, size, &p))
        return false;
    struct faults faults = {.cx = cx, .all = true};
    struct buf scratch = buf_init(cx->arena);
    for (size_t i = 0; i < p.count; i++) {
        bool found;
        buf_clear(&scratch);
        if (!fill_part(&faults, &p, zip_find(&p.zip, p.texts[i]), sample, NULL, &scratch, &found))
            return false;
    }
    *ret_faults = faults.list;
    *ret_count = faults.count;
    return true;
}

/* ---- what a template uses ---- */

static void add_names(struct arena *a, const xmlNode *n, struct map *names)
{
    if (word_is(n, "t"))
        mark_names(a, word_text(n), names);
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            add_names(a, c, names);
}

bool docx_fields(struct ctx *cx, const void *template_bytes, size_t size, const char *const **ret_names,
                 size_t *ret_count)
{
    struct docx_parts p;
    struct map *names = map_new(cx->arena);
    struct faults faults = {.cx = cx, .all = true}; /* told by docx_check() */
    if (!docx_open(cx, template_bytes, size, &p))
        return false;
    for (size_t i = 0; i < p.count; i++) {
        bool found;
        xmlDoc *doc = docx_part(cx, &p, p.texts[i]);
        if (!doc)
            return false;
        faults.part = p.texts[i];
        marks_find(&faults, xmlDocGetRootElement(doc), &found);
        if (cx->err.kind != ERR_NONE)
            return false;
        add_names(cx->arena, xmlDocGetRootElement(doc), names);
    }
    *ret_names = mark_names_list(cx->arena, names, ret_count);
    return true;
}
