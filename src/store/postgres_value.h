/* postgres_value.h — between postgres.c and postgres_value.c: values in PostgreSQL's binary form. */
#ifndef STEWARD_STORE_POSTGRES_VALUE_H
#define STEWARD_STORE_POSTGRES_VALUE_H

#include "store/engine.h"

/* The parameter type we declare for a kind of value; 0 lets the server decide (null). */
uint32_t postgres_type_of(enum value_kind kind);
/* The kind that a column of this type gives; VALUE_NULL for types that the store does not read. */
enum value_kind postgres_kind_of(uint32_t type);

int64_t postgres_int(int64_t n); /* network order, both ways */

enum reading { READ_WELL, READ_NOT_WHOLE, READ_OTHER_TYPE };
/* Text and bytes go on pointing into `bytes`, which libpq ends with a NUL. */
enum reading postgres_read(uint32_t type, const char *bytes, size_t n, struct value *ret_value);

#endif
