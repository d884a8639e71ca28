/* number_format.h — what a number format says about the cell: a date, a percentage, or just a number. */
#ifndef STEWARD_OFFICE_NUMBER_FORMAT_H
#define STEWARD_OFFICE_NUMBER_FORMAT_H

#include <stdbool.h>

struct number_format {
    const char *code; /* NULL for General */
    bool date;        /* a day, or a day and time; not an elapsed time such as [h]:mm */
    bool percent;
};

/* Read a format code. */
struct number_format number_format_read(const char *code);

/* A built-in format (ECMA-376 18.8.30; 27–36 and 50–58 as Chinese Excel shows them); General when there is none. */
struct number_format number_format_builtin(int id);

#endif
