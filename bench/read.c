/* read.c — reading a ledger of 100,000 rows × 20 columns into typed rows, against inflate + expat doing nothing.
 *
 *   read [inline]    with `inline`, texts stand in the cells instead of the table of shared strings
 *
 * The workbook is made here; the floor is the program floor/read beside this one.  Each side runs several times in a
 * process of its own, and the fastest counts.
 */
#include "base/zip.h"
#include "office/workbook.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { ROWS = 100000, COLUMNS = 20, RUNS = 3, BAR_MIB = 64 };

static const double bar = 2.0;

struct result {
    double seconds;
    long peak_kib;
    long cells;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A row as ledgers have it: names, choices, a paragraph, money, dates, shares. */
static void write_row(lxw_worksheet *sheet, lxw_row_t row, lxw_format *date, lxw_format *percent)
{
    static const char *const natures[] = {"新建", "续建", "改扩建", "技改"};
    static const char *const units[] = {"经济发展局", "招商合作局", "住房和城乡建设局", "城投公司", "科技创新局"};
    char text[256];
    unsigned n = row * 2654435761u;
    worksheet_write_number(sheet, row, 0, row, NULL);
    snprintf(text, sizeof text, "高新区第%u号重点建设项目", row);
    worksheet_write_string(sheet, row, 1, text, NULL);
    worksheet_write_string(sheet, row, 2, natures[n % 4], NULL);
    worksheet_write_string(sheet, row, 3, units[n % 5], NULL);
    snprintf(text, sizeof text, "总建筑面积%u平方米，建设生产线%u条及配套道路、管网、绿化等设施。", n % 90000 + 1000,
             n % 9 + 1);
    worksheet_write_string(sheet, row, 4, text, NULL);
    for (lxw_col_t c = 5; c < 10; c++)
        worksheet_write_number(sheet, row, c, n % (1000u * c) + 10, NULL);
    for (lxw_col_t c = 10; c < 13; c++)
        worksheet_write_number(sheet, row, c, (n % 100000u) / 100.0 + c, NULL);
    for (lxw_col_t c = 13; c < 16; c++)
        worksheet_write_number(sheet, row, c, 44000 + n % 2000, date);
    worksheet_write_number(sheet, row, 16, (n % 1000) / 1000.0, percent);
    worksheet_write_string(sheet, row, 17, n % 3 ? "是" : "否", NULL);
    worksheet_write_string(sheet, row, 18, units[n % 5], NULL);
    snprintf(text, sizeof text, "主体施工至%u层", n % 30);
    worksheet_write_string(sheet, row, 19, text, NULL);
}

static void make_workbook(const char *path, bool in_cells)
{
    lxw_workbook_options options = {.constant_memory = in_cells};
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "重点项目台账");
    lxw_format *date = workbook_add_format(book), *percent = workbook_add_format(book);
    format_set_num_format(date, "yyyy\"年\"m\"月\"d\"日\"");
    format_set_num_format(percent, "0.0%");
    for (lxw_row_t row = 0; row < ROWS; row++)
        write_row(sheet, row, date, percent);
    if (workbook_close(book) != LXW_NO_ERROR)
        exit(1);
}

static bool read_rows(struct ctx *cx, const char *path, long *ret_cells)
{
    struct value file;
    if (!file_read(cx, path, (size_t)64 << 20, &file))
        return false;
    struct workbook *w = workbook_open(cx, path, file.s, file.n, NULL);
    struct sheet_reader *r = w ? sheet_open(cx, w, 0) : NULL;
    struct sheet_row row;
    while (r && sheet_next(r, &row))
        for (int i = 0; i < row.count; i++)
            *ret_cells += row.cells[i].kind != CELL_EMPTY && row.cells[i].text[0];
    return r && sheet_ok(r);
}

static struct result run_ours(const char *path)
{
    struct result result = {0};
    struct arena *a = arena_new((size_t)1 << 30);
    struct ctx cx = ctx_init(a);
    struct rusage usage;
    double start = now();
    if (!read_rows(&cx, path, &result.cells))
        fprintf(stderr, "%s\n", cx.err.message.en);
    result.seconds = now() - start;
    arena_free(a);
    getrusage(RUSAGE_SELF, &usage);
    result.peak_kib = usage.ru_maxrss;
    return result;
}

/* Run `work` in a child, so that neither memory nor caches of one run colour the next. */
static struct result in_child(struct result (*work)(const char *path), const char *path)
{
    struct result result = {0};
    int ends[2];
    if (pipe(ends) != 0)
        exit(1);
    if (fork() == 0) {
        result = work(path);
        _exit(write(ends[1], &result, sizeof result) != sizeof result);
    }
    close(ends[1]);
    if (read(ends[0], &result, sizeof result) != sizeof result)
        exit(1);
    close(ends[0]);
    wait(NULL);
    return result;
}

static struct result make_shared(const char *path)
{
    make_workbook(path, false);
    return (struct result){0};
}

static struct result make_inline(const char *path)
{
    make_workbook(path, true);
    return (struct result){0};
}

static double run_floor(const char *beside, const char *path, const struct zip_entry *sheet)
{
    char command[2 * PATH_MAX], line[64] = "";
    snprintf(command, sizeof command, "'%s/floor/read' '%s' %llu %llu", beside, path, (unsigned long long)sheet->data,
             (unsigned long long)sheet->packed);
    FILE *p = popen(command, "r");
    if (!p || !fgets(line, sizeof line, p) || pclose(p) != 0)
        exit(1);
    return strtod(line, NULL);
}

static bool find_sheet(struct ctx *cx, const char *path, struct zip_entry *ret_entry)
{
    struct value file;
    struct zip z;
    const struct zip_entry *e = NULL;
    if (file_read(cx, path, (size_t)64 << 20, &file) && zip_open(cx, path, file.s, file.n, &z))
        e = zip_find(&z, "xl/worksheets/sheet1.xml");
    if (e)
        *ret_entry = *e;
    return e;
}

int main(int argc, char **argv)
{
    char path[] = "/tmp/steward-bench-XXXXXX";
    int fd = mkstemp(path);
    const char *beside = dirname(argv[0]);
    bool in_cells = argc > 1 && strcmp(argv[1], "inline") == 0;
    if (fd < 0)
        return 1;
    close(fd);
    in_child(in_cells ? make_inline : make_shared, path);

    struct arena *a = arena_new((size_t)256 << 20);
    struct ctx cx = ctx_init(a);
    struct zip_entry sheet;
    bool found = find_sheet(&cx, path, &sheet);
    arena_free(a);
    struct result ours = {.seconds = 1e9};
    double floor = 1e9;
    for (int i = 0; found && i < RUNS; i++) {
        struct result run = in_child(run_ours, path);
        double expat = run_floor(beside, path, &sheet);
        if (run.seconds < ours.seconds)
            ours = run;
        floor = expat < floor ? expat : floor;
    }
    unlink(path);
    bool whole = found && ours.cells == (long)ROWS * COLUMNS;
    double ratio = ours.seconds / floor;
    long mib = ours.peak_kib / 1024;
    printf("read %s 100,000x20 xlsx%s: ours %.3f s, floor (inflate + expat) %.3f s, ratio %.2f, bar %.1f; peak %ld "
           "MiB, bar %d\n",
           whole && ratio <= bar && mib <= BAR_MIB ? "ok" : "MISSED", in_cells ? " inline" : "", ours.seconds, floor,
           ratio, bar, mib, (int)BAR_MIB);
    return !(whole && ratio <= bar && mib <= BAR_MIB);
}
