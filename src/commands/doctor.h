/* doctor.h — what the doctor's files share: what was looked at, what was found, what would help.
 *
 *   doctor.c            the command, the program and the machine, telling
 *   doctor_database.c   the database: its disk, its files, its schema, its soundness, its backups
 *   doctor_service.c    settings, secrets, TLS: what a server would run with
 */
#ifndef STEWARD_COMMANDS_DOCTOR_H
#define STEWARD_COMMANDS_DOCTOR_H

#include "base/settings.h"
#include "store/db.h"

enum verdict { GOOD, WARNING, BAD };

struct found {
    const char *check; /* "database": permanent */
    enum verdict verdict;
    struct label said;
    struct label remedy; /* of what is not good */
};

enum { FINDINGS_MOST = 32 };

struct doctor {
    struct ctx *cx;
    const char *db;             /* NULL: none was named */
    const struct settings *set; /* NULL: they cannot be read */
    struct found findings[FINDINGS_MOST];
    int count;
};

void say(struct doctor *d, const char *check, enum verdict verdict, struct label said, struct label remedy);
/* What went wrong below, as a finding; the failure is forgotten. */
void say_failure(struct doctor *d, const char *check, enum verdict verdict);

/* Formatted in both languages; both take the same arguments in the same order. */
#define SAID(d, zh, en, ...)                                                                                           \
    ((struct label){arena_printf((d)->cx->arena, (zh), __VA_ARGS__), arena_printf((d)->cx->arena, (en), __VA_ARGS__)})
#define FINE                   ((struct label){NULL, NULL})
#define HELP(zh_text, en_text) ((struct label){zh_text, en_text})

void look_at_database(struct doctor *d);
void look_at_service(struct doctor *d);

#endif
