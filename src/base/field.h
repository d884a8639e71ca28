/* field.h — describes a C struct: its members' names, types and meanings.
 *
 * Everything that crosses a boundary is a plain struct with a field table beside it.  FIELD_AT() ties a line
 * of the table to a member and lets the compiler check that the member has the C type that the field's type
 * needs.  model/entity.h builds entities on this.
 */
#ifndef STEWARD_BASE_FIELD_H
#define STEWARD_BASE_FIELD_H

#include "base/date.h"
#include "base/money.h"
#include "base/value.h"

enum type {
    T_END = 0,
    T_BOOL,    /* bool */
    T_INT,     /* int64_t; NONE_INT when unknown */
    T_ID,      /* int64_t; 0 when none */
    T_REF,     /* int64_t id of a row of field.ref in the same zone; 0 when none */
    T_MONEY,   /* struct money */
    T_PERCENT, /* int64_t in hundredths of a percent; NONE_INT when unknown */
    T_DATE,    /* struct date */
    T_INSTANT, /* struct instant */
    T_TEXT,    /* const char *, one line */
    T_NOTE,    /* const char *, many lines */
    T_CHOICE,  /* const char *, code of one of field.choices */
    T_JSON,    /* const char *, a JSON document */
    T_BYTES,   /* struct bytes */
};

struct bytes {
    const void *data;
    size_t size;
};

struct choice {
    const char *code;
    struct label label;
    const char *synonyms; /* other words clerks write, separated by spaces; NULL when none */
};

enum field_flag {
    FIELD_REQUIRED = 1 << 0,
    FIELD_READONLY = 1 << 1, /* people do not type it */
    FIELD_LIST = 1 << 2,     /* shown in lists at first sight */
    FIELD_SEARCH = 1 << 3,   /* found by the search box */
    FIELD_OPEN = 1 << 4,     /* T_CHOICE: other words are kept as typed */
    FIELD_SECRET = 1 << 5,   /* never leaves the program */
    FIELD_GROUP = 1 << 6,    /* offered as group-by */
    FIELD_CYCLE = 1 << 7,    /* T_CHOICE: its choices are the steps of a life, in order */
    FIELD_DAY = 1 << 8,      /* T_DATE: known to the day */
    FIELD_PERSON = 1 << 9,   /* T_TEXT: the row is that person's too, by name (model/rights.h) */
    FIELD_KEPT = 1 << 10,    /* of a stored row only its own deeds (rules/) change it; a new row may come with it */
};

struct field {
    const char *name; /* JSON key = column = form name */
    enum type type;
    size_t offset;
    struct label label;
    struct label help; /* what it means, with the source of the rule; may be empty */
    unsigned flags;
    const char *ref;              /* T_REF: entity name */
    const struct choice *choices; /* T_CHOICE: ends with .code = NULL */
    int64_t min, max;     /* T_INT, T_MONEY: range when max > 0; T_TEXT, T_NOTE: most code points when max > 0 */
    const char *synonyms; /* heads clerks write over this column, separated by spaces */
    const char *through;  /* derived FIELD_CYCLE: the entity whose dated rows make it, in a field of its name */
    const char *dates;    /* T_DATE: the step of the entity's FIELD_CYCLE that it is the date of */
    const char *sql;      /* derived field: SQL over alias `t` and :as_of; read only, no member */
    const char *group;    /* of rights: model/rights.h; NULL: "basic" */
};

/* Type and offset of member m of struct S, checked at compile time. */
/* clang-format off */
#define FIELD_AT(T, S, m) .type = (T), .offset = offsetof(S, m) + 0 * sizeof(char[FIELD_FITS((T), ((S *)0)->m) ? 1 : -1])
#define FIELD_FITS(T, member) _Generic((member),                                                        \
    bool: (T) == T_BOOL,                                                                                \
    int64_t: (T) == T_INT || (T) == T_ID || (T) == T_REF || (T) == T_PERCENT,                           \
    struct money: (T) == T_MONEY, struct date: (T) == T_DATE, struct instant: (T) == T_INSTANT,         \
    const char *: (T) == T_TEXT || (T) == T_NOTE || (T) == T_CHOICE || (T) == T_JSON,                   \
    struct bytes: (T) == T_BYTES, default: 0)
/* clang-format on */

size_t type_size(enum type type);                                             /* bytes of the member */
const char *type_name(enum type type);                                        /* "money" */
const struct field *field_find(const struct field *fields, const char *name); /* NULL when there is none */
const struct choice *choice_find(const struct choice *choices, const char *code);
/* By code, label in either language or synonym, folded; NULL when none fits. */
const struct choice *choice_match(struct arena *a, const struct choice *choices, const char *words);

/* Member ↔ value.  "Unknown" members give VALUE_NULL, and VALUE_NULL (or a value of another kind than the member's)
 * sets them unknown.  Text and bytes are pointed to, not copied.  Derived fields have no member: they give VALUE_NULL
 * and setting them does nothing. */
struct value field_get(const struct field *f, const void *row);
void field_set(const struct field *f, void *row, struct value v);
/* Every member of the table unknown, bools false. */
void fields_blank(const struct field *fields, void *row);

#endif
