/* write.c — writing a ledger of 100,000 rows × 20 columns as .xlsx, against libxlsxwriter alone writing the same cells.
 *
 * The floor is the program floor/write beside this one.  Turns alternate, and the fastest of each side counts.
 */
#include "write_rows.h"

#include "office/workbook_write.h"

#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 3 };

static const double bar = 1.3;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool write_ledger(struct ctx *cx, struct buf *out)
{
    static const int widths[COLUMNS];
    char cell[CELL_ROOM];
    struct writer *w = writer_new(cx);
    if (!w || !writer_sheet(w, "台账", widths, COLUMNS))
        return false;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            cell_of(row, column, cell);
            if (is_text_column(column))
                writer_text(w, row, column, cell, STYLE_TEXT);
            else
                writer_number(w, row, column, cell, STYLE_DECIMAL);
        }
    return writer_finish(w, out);
}

static double run_ours(void)
{
    struct ctx cx = ctx_init(arena_new((size_t)256 << 20));
    struct buf out = buf_init(cx.arena);
    double start = now();
    bool done = write_ledger(&cx, &out);
    double seconds = now() - start;
    if (!done)
        fprintf(stderr, "%s\n", cx.err.message.en);
    arena_free(cx.arena);
    return done ? seconds : -1;
}

static double run_floor(const char *beside, const char *path)
{
    char command[2 * PATH_MAX], line[64] = "";
    snprintf(command, sizeof command, "'%s/floor/write' '%s'", beside, path);
    FILE *p = popen(command, "r");
    bool done = p && fgets(line, sizeof line, p);
    return (!p || pclose(p) == 0) && done ? strtod(line, NULL) : -1;
}

int main(int argc, char **argv)
{
    (void)argc;
    char path[] = "/tmp/steward-bench-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
    const char *beside = dirname(argv[0]);
    double ours = 1e9, floor = 1e9;
    for (int i = 0; i < RUNS; i++) {
        double mine = run_ours(), bare = run_floor(beside, path);
        ours = mine < ours ? mine : ours;
        floor = bare < floor ? bare : floor;
    }
    unlink(path);
    const bool ran = ours > 0 && floor > 0;
    const double ratio = ours / floor;
    printf("write %s 100,000x20 xlsx: ours %.3f s, floor (libxlsxwriter) %.3f s, ratio %.2f, bar %.1f\n",
           ran && ratio <= bar ? "ok" : "MISSED", ours, floor, ratio, bar);
    return !(ran && ratio <= bar);
}
