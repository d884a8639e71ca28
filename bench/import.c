/* import.c — a ledger of 100,000 projects × 20 columns imported whole: checked, stored with its dated facts, durable; against
 * reading the same sheet and inserting the same rows into the same tables, one after another in one transaction.
 */
#include "zone.h"

#include "base/json.h"
#include "entities/entities.h"
#include "ledger/ledger.h"
#include "model/rows.h"
#include "office/workbook.h"
#include "office/workbook_write.h"

enum { COLUMNS = 20, ROWS = 100000, QUICK_ROWS = 5000 };

static const double bar = 2.5;

/* clang-format off */
static const char *const heads[COLUMNS] = {
    "序号", "项目名称", "建设单位", "责任单位", "项目类别", "建设性质", "建设内容", "建设地点", "总投资", "2023年计划投资",
    "截至2022年底累计完成投资", "2023年1-12月完成投资", "建设起止年限", "开工时间", "竣工时间", "是否纳统", "包联领导", "形象进度", "联系人", "联系电话",
};
/* clang-format on */

static void write_text(struct writer *w, int row, int column, const char *format, unsigned a, unsigned b)
{
    char text[200];
    snprintf(text, sizeof text, format, a, b);
    writer_text(w, row, column, text, STYLE_TEXT);
}

static void write_money(struct writer *w, int row, int column, unsigned wan)
{
    char text[40];
    snprintf(text, sizeof text, "%u.%02u", wan, wan % 100);
    writer_number(w, row, column, text, STYLE_DECIMAL);
}

static void write_project(struct writer *w, int row, unsigned i)
{
    static const char *const natures[] = {"新建", "续建", "改扩建", "技改"}, *const trades[] = {"装备制造", "新材料",
                                                                                                "生物医药", "基础设施",
                                                                                                "社会民生"};
    const unsigned n = i * 2654435761u;
    char text[200];
    snprintf(text, sizeof text, "%u", i);
    writer_number(w, row, 0, text, STYLE_INTEGER);
    write_text(w, row, 1, "高新区第%u号重点建设项目", i, 0);
    write_text(w, row, 2, "第%u建设有限公司", n % 5000, 0);
    write_text(w, row, 3, "第%u街道办事处", n % 24, 0);
    writer_text(w, row, 4, trades[n % 5], STYLE_TEXT);
    writer_text(w, row, 5, natures[n % 4], STYLE_TEXT);
    write_text(w, row, 6, "总建筑面积%u平方米，建设生产线%u条及配套道路、管网、绿化等设施。", n % 90000 + 1000,
               n % 9 + 1);
    write_text(w, row, 7, "高新大道%u号", n % 900, 0);
    write_money(w, row, 8, n % 90000 + 5000);
    write_money(w, row, 9, n % 5000 + 100);
    write_money(w, row, 10, n % 3000);
    write_money(w, row, 11, n % 4000);
    write_text(w, row, 12, "%u-%u", 2021 + n % 3, 2024 + n % 2);
    write_text(w, row, 13, "%u年%u月", 2021 + n % 3, n % 12 + 1);
    if (n % 4)
        writer_text(w, row, 14, "未竣工", STYLE_TEXT);
    else
        write_text(w, row, 14, "2023年%u月", n % 12 + 1, 0);
    writer_text(w, row, 15, n % 3 ? "是" : "否", STYLE_TEXT);
    write_text(w, row, 16, "领导%u", n % 30, 0);
    write_text(w, row, 17, "主体施工至%u层", n % 30, 0);
    write_text(w, row, 18, "联系人%u", n % 3000, 0);
    write_text(w, row, 19, "0913-%u", n % 8999999, 0);
}

static void make_workbook(const char *path, int rows)
{
    struct ctx cx = ctx_init(arena_new((size_t)1 << 30));
    struct buf out = buf_init(cx.arena);
    static const int widths[COLUMNS];
    struct writer *w = writer_new(&cx);
    need(&cx, w && writer_sheet(w, "重点项目台账", widths, COLUMNS), "a workbook");
    writer_text(w, 0, 0, "2023年重点项目台账(截至2023年12月31日) 单位:万元", STYLE_TITLE);
    for (int c = 0; c < COLUMNS; c++)
        writer_text(w, 1, c, heads[c], STYLE_HEAD);
    for (int i = 0; i < rows; i++)
        write_project(w, i + 2, (unsigned)i + 1);
    need(&cx, writer_finish(w, &out) && file_write(&cx, path, out.data, out.length), "a workbook");
    arena_free(cx.arena);
}

struct work {
    const char *book;
    struct place ours; /* where the last import went */
    int64_t rows;
};

static struct ctx zone_in(const char *file)
{
    struct ctx cx = ctx_init(arena_new((size_t)4 << 30));
    cx.actor = "import";
    cx.db = db_open(&cx, file, DB_CREATE);
    need(&cx, cx.db && schema_migrate(&cx), "a database");
    struct zone *z = row_new(&cx, &zone_entity);
    z->code = z->name = "bench";
    need(&cx, row_save(&cx, &zone_entity, z, NULL), "a zone");
    cx.zone = z->head.id;
    return cx;
}

static double import_once(void *arg)
{
    struct work *work = arg;
    place_clear(&work->ours);
    work->ours = place_new();
    struct ctx cx = zone_in(work->ours.file);
    struct ledger_result *result;
    struct value bytes;
    double start = now();
    need(&cx, file_read(&cx, work->book, (size_t)64 << 20, &bytes), "reading the workbook");
    struct ledger_import in = {.file_name = "2023.xlsx", .bytes = bytes.s, .size = bytes.n};
    need(&cx, ledger_import(&cx, &in, &result), "the import");
    double seconds = now() - start;
    struct value n;
    need(&cx, db_scalar(&cx, "SELECT COUNT(*) FROM project", NULL, 0, &n) && n.i == work->rows, "every project stored");
    db_close(cx.db);
    arena_free(cx.arena);
    return seconds;
}

/* ---- the floor ---- */

static void read_sheet(struct ctx *cx, const char *path)
{
    struct value bytes;
    struct sheet_row row;
    need(cx, file_read(cx, path, (size_t)64 << 20, &bytes), "reading the workbook");
    struct workbook *w = workbook_open(cx, path, bytes.s, bytes.n, NULL);
    struct sheet_reader *r = w ? sheet_open(cx, w, 0) : NULL;
    while (r && sheet_next(r, &row))
        ;
    need(cx, r && sheet_ok(r), "reading the workbook");
}

static void plain(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "bench: %s: %s\n", sql, message);
        exit(1);
    }
}

static void copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
    sqlite3_stmt *read, *write;
    char sql[2000];
    snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
    sqlite3_prepare_v2(from, sql, -1, &read, NULL);
    int columns = sqlite3_column_count(read), n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table);
    for (int c = 1; c < columns; c++)
        n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    snprintf(sql + n, sizeof sql - (size_t)n, ")");
    sqlite3_prepare_v2(to, sql, -1, &write, NULL);
    while (sqlite3_step(read) == SQLITE_ROW) {
        for (int c = 0; c < columns; c++)
            sqlite3_bind_value(write, c + 1, sqlite3_column_value(read, c));
        if (sqlite3_step(write) != SQLITE_DONE) {
            fprintf(stderr, "bench: %s: %s\n", table, sqlite3_errmsg(to));
            exit(1);
        }
        sqlite3_reset(write);
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
}

/* The same reading, then the rows that the import stored: inserted by themselves, in one durable transaction. */
static double insert_once(void *arg)
{
    static const char *const tables[] = {"unit",       "enterprise", "project",          "plan_year",
                                         "investment", "pairing",    "statistics_entry", "stage_change"};
    struct work *work = arg;
    struct place place = place_new();
    struct ctx cx = zone_in(place.file);
    db_close(cx.db);
    sqlite3 *from, *to;
    sqlite3_open(work->ours.file, &from);
    sqlite3_open(place.file, &to);
    plain(to, "PRAGMA journal_mode = WAL");
    plain(to, "PRAGMA synchronous = FULL");
    double start = now();
    read_sheet(&cx, work->book);
    plain(to, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        copy_table(from, to, tables[i]);
    plain(to, "COMMIT");
    double seconds = now() - start;
    sqlite3_close(from);
    sqlite3_close(to);
    arena_free(cx.arena);
    place_clear(&place);
    return seconds;
}

int main(void)
{
    struct place place = place_new();
    struct work work = {.rows = is_quick() ? QUICK_ROWS : ROWS, .ours = place_new()};
    char book[100];
    snprintf(book, sizeof book, "%s/book.xlsx", place.dir);
    make_workbook(book, (int)work.rows);
    work.book = book;
    import_once(&work); /* what the floor inserts */
    bool good = claim("import 100,000 x 20, durable", "s", measure_pair(1, import_once, insert_once, &work),
                      BAR_AT_MOST, bar, 0);
    unlink(book);
    place_clear(&work.ours);
    place_clear(&place);
    return !good;
}
