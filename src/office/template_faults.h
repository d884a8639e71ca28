/* template_faults.h — gathers what is wrong with a template.  Inside src/office only. */
#ifndef STEWARD_OFFICE_TEMPLATE_FAULTS_H
#define STEWARD_OFFICE_TEMPLATE_FAULTS_H

#include "office/template.h"
#include "office/template_data.h"

#include <stdarg.h>

/* Faults kept for a check, or only the first, which becomes cx's failure. */
struct faults {
    struct ctx *cx;
    const char *part; /* "word/document.xml"; NULL: where says all */
    bool all;
    struct template_fault *list;
    size_t count;
};

/* Both formats take the same arguments. */
void faults_add(struct faults *f, const char *code, const char *field, const char *where, const char *zh,
                const char *en, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));
void faults_add_list(struct faults *f, const char *code, const char *field, const char *where, const char *zh,
                     const char *en, va_list args) __attribute__((format(printf, 5, 0), format(printf, 6, 0)));

/* Go on?  Not after the first fault, unless all are wanted. */
bool faults_go_on(const struct faults *f);

/* What a name may be wrong with (DOC-02): nothing is called so, it is no value, it is no list. */
void fault_unknown(struct faults *f, const struct scope *s, const char *name, const char *where);
void fault_not_value(struct faults *f, const char *name, const char *where);
void fault_not_list(struct faults *f, const char *name, const char *where);

/* What a mark may be wrong with wherever it stands (DOC-03). */
void fault_half_mark(struct faults *f, const char *where); /* a "{{" without "}}" */
void fault_strange_mark(struct faults *f, const char *inside, const char *where);
void fault_nameless_mark(struct faults *f, const char *inside, const char *where);
void fault_loose_else(struct faults *f, const char *inside, const char *where);

#endif
