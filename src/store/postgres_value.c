/* postgres_value.c — reads PostgreSQL's binary column values. */
#include "store/postgres_value.h"

#include <endian.h>
#include <string.h>

/* From the server's pg_type.dat: these never change. */
enum postgres_type {
    BOOL_TYPE = 16,
    BYTEA_TYPE = 17,
    CHAR_TYPE = 18,
    NAME_TYPE = 19,
    INT8_TYPE = 20,
    INT2_TYPE = 21,
    INT4_TYPE = 23,
    TEXT_TYPE = 25,
    OID_TYPE = 26,
    JSON_TYPE = 114,
    FLOAT4_TYPE = 700,
    FLOAT8_TYPE = 701,
    UNKNOWN_TYPE = 705,
    BPCHAR_TYPE = 1042,
    VARCHAR_TYPE = 1043,
    NUMERIC_TYPE = 1700,
    VOID_TYPE = 2278,
};

enum { NUMERIC_NEGATIVE = 0x4000, NUMERIC_SPECIAL = 0xC000, NUMERIC_BASE = 10000 };

uint32_t postgres_type_of(enum value_kind kind)
{
    switch (kind) {
    case VALUE_INT:
        return INT8_TYPE;
    case VALUE_TEXT:
        return TEXT_TYPE;
    case VALUE_BYTES:
        return BYTEA_TYPE;
    case VALUE_NULL:
        break;
    }
    return 0;
}

enum value_kind postgres_kind_of(uint32_t type)
{
    switch ((enum postgres_type)type) {
    case BOOL_TYPE:
    case INT2_TYPE:
    case INT4_TYPE:
    case INT8_TYPE:
    case OID_TYPE:
    case NUMERIC_TYPE:
    case FLOAT4_TYPE:
    case FLOAT8_TYPE:
        return VALUE_INT;
    case CHAR_TYPE:
    case NAME_TYPE:
    case TEXT_TYPE:
    case JSON_TYPE:
    case UNKNOWN_TYPE:
    case BPCHAR_TYPE:
    case VARCHAR_TYPE:
        return VALUE_TEXT;
    case BYTEA_TYPE:
        return VALUE_BYTES;
    case VOID_TYPE:
        break;
    }
    return VALUE_NULL;
}

int64_t postgres_int(int64_t n)
{
    return (int64_t)htobe64((uint64_t)n);
}

static uint64_t big_endian(const char *bytes, size_t n)
{
    uint64_t u = 0;
    for (size_t i = 0; i < n; i++)
        u = u << 8 | (unsigned char)bytes[i];
    return u;
}

static int64_t signed_of(const char *bytes, size_t n)
{
    uint64_t u = big_endian(bytes, n);
    switch (n) {
    case 2:
        return (int16_t)u;
    case 4:
        return (int32_t)u;
    default:
        return (int64_t)u;
    }
}

/* sum() of BIGINT is NUMERIC there: base-10000 digits, the first of them worth 10000^weight. */
static bool numeric_to_int(const char *bytes, size_t n, int64_t *ret_int)
{
    if (n < 8)
        return false;
    int digits = (int)signed_of(bytes, 2);
    int weight = (int)signed_of(bytes + 2, 2);
    unsigned sign = (unsigned)big_endian(bytes + 4, 2);
    if ((sign & NUMERIC_SPECIAL) == NUMERIC_SPECIAL || n < 8 + 2 * (size_t)digits)
        return false;
    int64_t sum = 0;
    for (int i = 0; i < digits || (digits > 0 && i <= weight); i++) {
        int64_t digit = i < digits ? (int64_t)big_endian(bytes + 8 + 2 * i, 2) : 0;
        if (i > weight && digit != 0)
            return false; /* a fraction */
        if (i > weight)
            continue;
        if (sign == NUMERIC_NEGATIVE)
            digit = -digit;
        if (__builtin_mul_overflow(sum, NUMERIC_BASE, &sum) || __builtin_add_overflow(sum, digit, &sum))
            return false;
    }
    *ret_int = sum;
    return true;
}

static bool real_to_int(const char *bytes, size_t n, int64_t *ret_int)
{
    double real;
    if (n == sizeof(float)) {
        uint32_t bits = (uint32_t)big_endian(bytes, n);
        float single;
        memcpy(&single, &bits, sizeof single);
        real = (double)single;
    } else {
        uint64_t bits = big_endian(bytes, n);
        memcpy(&real, &bits, sizeof real);
    }
    if (!(real >= -0x1p63 && real < 0x1p63) || (double)(int64_t)real != real)
        return false;
    *ret_int = (int64_t)real;
    return true;
}

enum reading postgres_read(uint32_t type, const char *bytes, size_t n, struct value *ret_value)
{
    struct value v = {.kind = postgres_kind_of(type)};
    switch (v.kind) {
    case VALUE_INT:
        if (type == NUMERIC_TYPE ? !numeric_to_int(bytes, n, &v.i)
                                 : (type == FLOAT4_TYPE || type == FLOAT8_TYPE) && !real_to_int(bytes, n, &v.i))
            return READ_NOT_WHOLE;
        if (type == BOOL_TYPE || type == OID_TYPE)
            v.i = (int64_t)big_endian(bytes, n);
        else if (type == INT2_TYPE || type == INT4_TYPE || type == INT8_TYPE)
            v.i = signed_of(bytes, n);
        break;
    case VALUE_TEXT:
    case VALUE_BYTES:
        v.s = bytes;
        v.n = n;
        break;
    case VALUE_NULL:
        if (type != VOID_TYPE)
            return READ_OTHER_TYPE;
        break;
    }
    *ret_value = v;
    return READ_WELL;
}
