/* fault.c — what can go wrong in a database, each with its permanent code and the words people see. */
#include "store/engine.h"

#include "base/text.h"

#include <string.h>

/* clang-format off */
static const struct fault_words {
    enum err_kind kind;
    const char *code;
    const char *zh, *en; /* %s: where */
} faults[] = {
    [FAULT_UNIQUE]    = {ERR_CONFLICT, "STO-01",
        "已有一条相同的记录（%s 不能重复），请核对后修改",
        "there is already a record with the same key (%s must be unique); check it and change one of them"},
    [FAULT_REFERENCE] = {ERR_CONFLICT, "STO-02",
        "记录之间的引用不成立：所引用的记录不存在，或本记录仍被其他记录引用%s",
        "a reference does not hold: the record referred to does not exist, or others still refer to this one%s"},
    [FAULT_BUSY]      = {ERR_BUSY, "STO-03",
        "数据库正忙%s，本次操作未保存，请稍后重试",
        "the database is busy%s; nothing was saved by this step, please try again"},
    [FAULT_FULL]      = {ERR_SYSTEM, "STO-04",
        "数据库所在磁盘已满%s，未保存；请清理磁盘空间后重试",
        "the database's disk is full%s and nothing was saved; free some space and try again"},
    [FAULT_CORRUPT]   = {ERR_SYSTEM, "STO-05",
        "数据库文件已损坏或不是数据库%s；请停止使用并从备份恢复（steward restore）",
        "the database file is damaged or is not a database%s; stop using it and restore a backup (steward restore)"},
    [FAULT_LOST]      = {ERR_SYSTEM, "STO-06",
        "与数据库服务器的连接已断开%s，未完成的修改没有保存；请检查数据库服务器后重试",
        "the connection to the database server is lost%s and unfinished changes were not saved; check the server and try again"},
    [FAULT_MISSING]   = {ERR_NOT_FOUND, "STO-07",
        "数据库 %s 不存在或尚未建立；请先运行 steward migrate 建立（PostgreSQL 数据库先用 createdb -T template0 -E UTF8 -l C 创建）",
        "the database %s does not exist or has not been set up; run steward migrate (a PostgreSQL database is first created by createdb -T template0 -E UTF8 -l C)"},
    [FAULT_DOOMED]    = {ERR_SYSTEM, "STO-08",
        "本次操作前面的步骤已失败或已撤销%s，不能继续保存；请从头重试",
        "an earlier step of this operation failed or was undone%s, so it cannot go on; start it again"},
    [FAULT_STATEMENT] = {ERR_SYSTEM, "STO-09",
        "数据库不接受这条语句%s，这是程序的问题，请把日志交给维护人员",
        "the database does not accept this statement%s; this is a fault of the program, please pass the log to its maintainers"},
    [FAULT_UNKNOWN_OUTCOME] = {ERR_SYSTEM, "STO-10",
        "保存时与数据库服务器的连接断开%s，不能确定是否已保存；重做之前请先查看结果",
        "the connection to the database server was lost while saving%s; it is not known whether it was saved: look before doing it again"},
    [FAULT_TOO_LARGE] = {ERR_TOO_LARGE, "STO-11",
        "一次读取的数据太多%s，请缩小范围或分批进行",
        "too much data is read at once%s; narrow it or do it in parts"},
    [FAULT_TEXT]      = {ERR_INPUT, "STO-12",
        "文字中含有不能保存的字符（%s），请删除后重试",
        "the text holds characters that cannot be stored (%s); remove them and try again"},
    [FAULT_CANCELLED] = {ERR_CANCELLED, "STO-13",
        "已按要求停止%s，未保存",
        "stopped as asked%s; nothing was saved"},
    [FAULT_DISK]      = {ERR_SYSTEM, "STO-14",
        "数据库不能读写：%s；请检查文件、磁盘和权限",
        "the database cannot be read or written: %s; check the file, the disk and the permissions"},
    [FAULT_NETWORK_DISK] = {ERR_SYSTEM, "STO-15",
        "数据库文件不能放在网络文件系统（%s）上：那里的文件锁不可靠，数据会损坏；请改用本机磁盘，或使用 PostgreSQL",
        "the database file cannot be on a network file system (%s): file locks are not reliable there and data would be damaged; use a local disk, or PostgreSQL"},
    [FAULT_NO_ROW]    = {ERR_NOT_FOUND, "STO-16",
        "没有找到记录%s",
        "no such record%s"},
    [FAULT_CONNECT]   = {ERR_SYSTEM, "STO-17",
        "连接不上数据库 %s；请检查数据库服务器是否运行，以及地址、用户和密码",
        "cannot connect to the database %s; check that the server runs, and the address, user and password"},
    [FAULT_MEMORY]    = {ERR_MEMORY, "STO-18",
        "数据库的内存不足%s，请缩小范围或稍后重试",
        "the database is out of memory%s; narrow the work or try again later"},
    [FAULT_ENCODING]  = {ERR_SYSTEM, "STO-19",
        "数据库 %s 的编码不是 UTF8；请用 createdb -T template0 -E UTF8 -l C 另建一个",
        "the database %s is not encoded in UTF8; make another with createdb -T template0 -E UTF8 -l C"},
    [FAULT_SYNC]      = {ERR_SYSTEM, "STO-20",
        "磁盘没有确认写入（%s），这次修改不能算作已保存；请检查磁盘，重做之前先查看结果",
        "the disk did not confirm the write (%s), so this change does not count as saved; check the disk, and look before doing it again"},
};
/* clang-format on */

/* "project.zone, project.code" → "code", where a form can show it: the zone leads every key. */
static const char *last_column(const char *where)
{
    const char *dot = strrchr(where, '.');
    return dot ? dot + 1 : NULL;
}

bool store_fail(struct ctx *cx, struct db *db, enum fault fault, const char *where, const char *cause)
{
    const struct fault_words *f = &faults[fault];
    bool first = cx->err.kind == ERR_NONE;
    if (db && db->transaction)
        db->transaction->doomed = true;
    if (db && (fault == FAULT_LOST || fault == FAULT_UNKNOWN_OUTCOME))
        db->lost = true;
    const char *path = fault == FAULT_UNIQUE && where ? last_column(where) : NULL;
    fail(cx, f->kind, f->code, path, f->zh, f->en, where ? where : "");
    if (first && cause)
        fail_cause(cx, cause); /* copies it */
    return false;
}

const char *words_without_values(struct arena *a, const char *words)
{
    size_t n = strcspn(words, "\"'[\n");
    return arena_strndup(a, words, n);
}

bool store_ready(struct ctx *cx)
{
    struct db *db = cx->db;
    if (!db)
        return store_fail(cx, NULL, FAULT_STATEMENT, NULL, "no database is open in this unit of work");
    if (db->lost)
        return store_fail(cx, db, FAULT_LOST, NULL, "the connection was lost earlier; db_revive() it");
    if (db->transaction && db->transaction->doomed)
        return store_fail(cx, db, FAULT_DOOMED, NULL, NULL);
    return true;
}

bool params_check(struct ctx *cx, struct db *db, const struct value *params, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct value *p = &params[i];
        if (p->kind != VALUE_TEXT)
            continue;
        if (memchr(p->s, 0, p->n))
            return store_fail(cx, db, FAULT_TEXT, "NUL", NULL);
        if (!text_is_utf8(p->s, p->n))
            return store_fail(cx, db, FAULT_TEXT, "UTF-8", NULL);
    }
    return true;
}
