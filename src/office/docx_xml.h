/* docx_xml.h — WordprocessingML as a tree: read it safely, walk it, write it back.  Inside src/office only. */
#ifndef STEWARD_OFFICE_DOCX_XML_H
#define STEWARD_OFFICE_DOCX_XML_H

#include "base/buf.h"
#include "base/ctx.h"

#include <libxml/tree.h>

#define WORD_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* A tree freed with cx's arena.  No network, no DTD, no entities but the five of XML.  DOC-01 names `part`. */
xmlDoc *word_parse(struct ctx *cx, const char *part, const void *bytes, size_t size);

/* Is it the element w:name? */
bool word_is(const xmlNode *n, const char *name);
bool word_is_any(const xmlNode *n, const char *const *names); /* list ends with NULL */

/* The text of a w:t. */
const char *word_text(const xmlNode *t);
void word_set_text(xmlNode *t, const char *s, size_t n);

/* Start tag with its namespaces and attributes; without those marked unique (w14:paraId) when `again`. */
void word_write_start(struct buf *out, const xmlNode *n, bool again);
void word_write_end(struct buf *out, const xmlNode *n);
/* Characters that XML cannot hold are left out. */
void word_write_text(struct buf *out, const char *s, size_t n);
void word_write_attribute(struct buf *out, const char *s);

#endif
