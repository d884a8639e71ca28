/* xml.h — a small, fast pull scanner for the XML inside office packages.
 *
 * Specialised: UTF-8 only, no DTD (refused, and with it every entity bomb), namespaces by leaving prefixes away,
 * and memory that does not grow with the document.  It checks that tags pair up and that the document ends
 * where it should, so a document cut off anywhere is an error and never a short success.
 *
 *   XML-01 not well-formed     XML-03 one tag or one text is longer than 16 MiB
 *   XML-02 a DTD inside        XML-04 not UTF-8
 */
#ifndef STEWARD_BASE_XML_H
#define STEWARD_BASE_XML_H

#include "base/ctx.h"

#include <string.h>

enum xml_event {
    XML_END,   /* the document is over */
    XML_OPEN,  /* <name attrs>; when x->empty also its end: no XML_CLOSE follows */
    XML_CLOSE, /* </name> */
    XML_TEXT,  /* text between tags, as it stands in the file; also white space */
    XML_FAILED /* fail() was called */
};

struct xml_attr {
    const char *name, *value; /* local name; value as it stands in the file */
    uint32_t name_n, value_n;
};

enum { XML_ATTRS = 64, XML_DEPTH = 128 };

/* Gives up to `room` bytes; *ret_n == 0 at the end; false after calling fail(). */
typedef bool xml_source(void *arg, void *to, size_t room, size_t *ret_n);

struct xml {
    /* what the latest xml_next() found; valid until the next call */
    const char *name; /* local name */
    size_t name_n;
    bool empty;
    struct xml_attr attrs[XML_ATTRS];
    int attr_count;
    const char *text;
    size_t text_n;
    bool cdata; /* the text is CDATA: it holds no entities */
    int depth;  /* open elements, the current one included */
    /* the scanner's own */
    struct ctx *cx;
    struct arena *arena; /* holds the window */
    const char *where;
    xml_source *read;
    void *read_arg;
    char *window, *at, *end; /* *end is a NUL the scanner put there */
    size_t room;
    bool ended, begun;
    uint64_t open[XML_DEPTH]; /* what the open elements are called, abridged */
};

/* Scan what `read` gives; `where` names the document in messages.  The window grows in `arena`, which must not be reset
 * below it while scanning goes on. */
void xml_init(struct xml *x, struct ctx *cx, struct arena *arena, const char *where, xml_source *read, void *arg);

enum xml_event xml_next(struct xml *x);

/* Skip to the end of the element just opened; false on failure. */
SW_CHECKED bool xml_skip(struct xml *x);

/* The attribute with this local name, or NULL. */
const struct xml_attr *xml_attr(const struct xml *x, const char *name);

/* Its value decoded, in the arena; NULL when there is none or it is faulty. */
const char *xml_attr_text(struct xml *x, struct arena *a, const char *name);

/* Entities and line ends of raw[0..n) resolved into `to`, which needs n bytes at most (it may be raw itself).
 * False when an entity is unknown. */
SW_CHECKED bool xml_decode(struct xml *x, const char *raw, size_t n, char *to, size_t *ret_n);

/* Is s[0..n) well-formed UTF-8? */
bool xml_is_utf8(const char *s, size_t n);

/* Fail with XML-01: for readers that find the structure wrong. */
bool xml_malformed(struct xml *x, const char *cause);

/* Fail with XML-04. */
bool xml_bad_encoding(struct xml *x);

/* Is the tag called this? */
static inline bool xml_is(const struct xml *x, const char *name)
{
    size_t n = strlen(name);
    return x->name_n == n && memcmp(x->name, name, n) == 0;
}

#endif
