/* dump.h — the whole database as lines of JSON, the same for equal content whatever the engine.  In a backup, lines of
 * beside.h come before.
 *
 *     {"steward_dump":1,"schema":1,"zones":["weinan"],"tables":58,"rows":20134}
 *     {"table":"unit","rows":12,"key":2,"columns":["zone","id","created_at",…],"types":["integer","integer",…]}
 *     [1,1,1703995200000,…,"产投集团",null]              a row; bytes are {"bytes":"base64"}
 *     {"end":true,"rows":20134}
 *
 * Tables by name, columns with the key (the first `key` of them) in front and then by name, rows by key.  What is made
 * from the rest stays out: schema_version, search_index.
 *
 *   BAK-09 the database to load into holds data     BAK-11 a line makes no sense      BAK-15 no database of steward
 *   BAK-10 made by a newer program                  BAK-12 rows or tables are missing
 */
#ifndef STEWARD_BACKUP_DUMP_H
#define STEWARD_BACKUP_DUMP_H

#include "backup/beside.h"
#include "store/db.h"

struct dump_counts {
    int64_t tables, rows;
};

/* All of cx->db as of one moment, while others write.  Reports progress in rows. */
SW_CHECKED bool dump_write(struct ctx *cx, const struct sink *to, struct dump_counts *ret_counts);

/* Into cx->db, which must hold no rows: all of it or nothing, brought up to this program's schema. */
SW_CHECKED bool dump_load(struct ctx *cx, const struct source *from, struct dump_counts *ret_counts);
/* The same from a reader that has been opened. */
struct dump_reader;
SW_CHECKED bool dump_load_from(struct ctx *cx, struct dump_reader *r, struct dump_counts *ret_counts);

/* ---- reading ---- */

struct dump_head {
    int64_t schema, tables, rows;
    const char **zones;          /* codes; ends with NULL */
    const struct beside *beside; /* ends with .name = NULL */
};
struct dump_table {
    const char *name;
    int64_t rows;
    size_t columns, key;
    const char **names;
    enum value_kind *kinds;
};
struct dump_reader *dump_open(struct ctx *cx, const struct source *from); /* NULL on failure */
const struct dump_head *dump_head(const struct dump_reader *r);
/* *ret_table is NULL after the last one, when everything was there and nothing follows.  Skips unread rows. */
SW_CHECKED bool dump_next_table(struct dump_reader *r, const struct dump_table **ret_table);
/* *ret_values, as many as the table has columns, until the next call; NULL at the table's end. */
SW_CHECKED bool dump_next_row(struct dump_reader *r, const struct value **ret_values);

bool dump_is_apart(const char *table); /* made from the rest */

#endif
