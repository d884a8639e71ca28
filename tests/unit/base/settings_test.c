/* settings_test.c — settings from defaults, file, environment and command line: who wins, what is refused and how. */
#include "base/settings.h"
#include "base/text.h"
#include "tap.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct plan {
    int64_t every, at, keep, room;
    bool sealed;
    const char *folder, *passphrase, *engine;
};
struct door {
    const char *issuer, *client_id;
};

static const struct choice engines[] = {{"fast", {"快", "fast"}}, {"small", {"小", "small"}}, {.code = NULL}};

/* clang-format off */
static const struct setting plan_settings[] = {
    {{.name = "every", FIELD_AT(T_INT, struct plan, every), .min = MINUTE_MS, .max = 7 * DAY_MS,
      .label = {"间隔", "Interval"}, .help = {"多久一次", "how often"}}, UNIT_DURATION},
    {{.name = "at", FIELD_AT(T_INT, struct plan, at)}, UNIT_TIME},
    {{.name = "keep", FIELD_AT(T_INT, struct plan, keep), .min = -1, .max = 99}},
    {{.name = "room", FIELD_AT(T_INT, struct plan, room)}, UNIT_SIZE},
    {{.name = "sealed", FIELD_AT(T_BOOL, struct plan, sealed)}},
    {{.name = "folder", FIELD_AT(T_TEXT, struct plan, folder), .max = 40}, .environment = "STEWARD_OLD_FOLDER"},
    {{.name = "passphrase", FIELD_AT(T_TEXT, struct plan, passphrase), .flags = FIELD_SECRET}},
    {{.name = "engine", FIELD_AT(T_CHOICE, struct plan, engine), .choices = engines}},
    {{.type = T_END}},
};
static const struct setting door_settings[] = {
    {{.name = "issuer", FIELD_AT(T_TEXT, struct door, issuer)}},
    {{.name = "client_id", FIELD_AT(T_TEXT, struct door, client_id)}},
    {{.type = T_END}},
};
/* clang-format on */

static const struct settings_section plan_section = {
    "backup",
    {"备份", "Backup"},
    plan_settings,
    sizeof(struct plan),
    .standard = &(const struct plan){.every = DAY_MS, .at = 150, .keep = 7, .room = 64 << 20, .engine = "fast"},
};
static const struct settings_section door_section = {
    "oidc",       {"单点登录", "Sign-in elsewhere"}, door_settings, sizeof(struct door), &(const struct door){0},
    .many = true,
};
static const struct settings_section *const sections[] = {&plan_section, &door_section, NULL};

static char folder[] = "/tmp/steward-settings-XXXXXX";

static const char *file_of(struct ctx *cx, const char *name, const char *text)
{
    const char *path = arena_printf(cx->arena, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
    return path;
}

static char *no_environment[] = {NULL};

static struct plan plan_of(struct settings *s)
{
    struct plan p;
    settings_take(s, &plan_section, &p);
    return p;
}

static void sources(void)
{
    struct ctx cx = tap_ctx();
    struct settings *s = settings_load(&cx, sections, NULL, NULL);
    struct plan p = plan_of(s);
    const char *place;
    OK(p.every == DAY_MS && p.at == 150 && p.keep == 7 && p.room == 64 << 20 && !p.sealed && !p.folder, "defaults");
    EQ_INT(settings_origin(s, &plan_section, NULL, "every", &place), FROM_DEFAULT);
    OK(!place, "a default comes from nowhere");

    const char *secret = file_of(&cx, "secret", "打开 sesame\n");
    const char *file = file_of(&cx, "a.conf",
                               arena_printf(cx.arena,
                                            "\xEF\xBB\xBF# 说明\r\n[backup]\r\nevery = 30m\r\nat=23:05\n  keep = -1 \n"
                                            "room = 2 GiB\nsealed = 是\nfolder = \" 备份 # 1 = \"\n"
                                            "passphrase_file = %s\nengine = 小\n\n[oidc.work]\nissuer = https://a\n"
                                            "[oidc.home]\nclient_id = h\n",
                                            secret));
    s = settings_load(&cx, sections, file, no_environment);
    EQ_TEXT(tap_code(&cx), "");
    p = plan_of(s);
    EQ_INT(p.every, 30 * MINUTE_MS);
    EQ_INT(p.at, 23 * 60 + 5);
    EQ_INT(p.keep, -1);
    EQ_INT(p.room, INT64_C(2) << 30);
    OK(p.sealed, "是 is true");
    EQ_TEXT(p.folder, " 备份 # 1 = ");
    EQ_TEXT(p.passphrase, "打开 sesame");
    EQ_TEXT(p.engine, "small");
    settings_origin(s, &plan_section, NULL, "every", &place);
    OK(text_has(place, "a.conf:3"), "the line is known: %s", place);

    char *environment[] = {(char[]){"PATH=/bin"},
                           (char[]){"STEWARD_BACKUP_EVERY=2h"},
                           (char[]){"STEWARD_BACKUP_KEEP="},
                           (char[]){"STEWARD_OLD_FOLDER=/old"},
                           (char[]){"STEWARD_TEST_PG=x"},
                           (char[]){"STEWARD_OIDC_WORK_CLIENT_ID=abc"},
                           NULL};
    s = settings_load(&cx, sections, file, environment);
    p = plan_of(s);
    EQ_INT(p.every, 2 * HOUR_MS);
    EQ_INT(p.keep, -1);
    EQ_TEXT(p.folder, "/old");
    EQ_INT(settings_origin(s, &plan_section, NULL, "every", &place), FROM_ENVIRONMENT);
    EQ_TEXT(place, "STEWARD_BACKUP_EVERY");
    const char *const *names = settings_names(s, &door_section);
    OK(names[0] && names[1] && !names[2], "two of many");
    struct door d;
    settings_take_named(s, &door_section, "work", &d);
    EQ_TEXT(d.issuer, "https://a");
    EQ_TEXT(d.client_id, "abc");

    OK(settings_give(&cx, s, "backup.every", "5m", "--every"), "the command line is above all");
    EQ_INT(plan_of(s).every, 5 * MINUTE_MS);
    EQ_TEXT((settings_origin(s, &plan_section, NULL, "every", &place), place), "--every");
    OK(settings_give(&cx, s, "oidc.work.issuer", "https://b", "--set"), "and reaches one of many");
    tap_ctx_free(&cx);
}

static void refused(const char *code, const char *words, const char *text, char *const *environment)
{
    struct ctx cx = tap_ctx();
    const char *file = text ? file_of(&cx, "bad.conf", text) : NULL;
    OK(!settings_load(&cx, sections, file, environment), "refused: %s", words);
    EQ_TEXT(tap_code(&cx), code);
    OK(text_has(cx.err.message.en, words) || text_has(cx.err.path, words), "says %s: %s: %s", words, cx.err.path,
       cx.err.message.en);
    OK(text_chars(cx.err.message.zh) < strlen(cx.err.message.zh), "in Chinese too");
    OK(!text_has(cx.err.message.en, "sesame") && !text_has(cx.err.message.zh, "sesame"), "without secrets");
    tap_ctx_free(&cx);
}

static void refusals(void)
{
    refused("SET-01", "did you mean every", "[backup]\nevry = 1h\n", NULL);
    refused("SET-01", "bad.conf:2", "[backup]\nevry = 1h\n", NULL);
    refused("SET-01", "there are: backup, oidc", "[backups]\nevery = 1h\n", NULL);
    refused("SET-01", "only, not [backup.two]", "[backup.two]\nevery = 1h\n", NULL);
    refused("SET-01", "each has a name", "[oidc]\nissuer = x\n", NULL);
    refused("SET-01", "each has a name", "[oidc.Two Words]\nissuer = x\n", NULL);
    refused("SET-02", "a duration such as 30s, 15m, 12h, 7d, from 1m to 7d", "[backup]\nevery = 1 year\n", NULL);
    refused("SET-02", "from 1m to 7d", "[backup]\nevery = 8d\n", NULL);
    refused("SET-02", "from 1m to 7d", "[backup]\nevery = 30\n", NULL);
    refused("SET-02", "not \"99999999999999999999d\"", "[backup]\nevery = 99999999999999999999d\n", NULL);
    refused("SET-02", "a size", "[backup]\nroom = 999999999999999TiB\n", NULL);
    refused("SET-02", "from -1 to 99", "[backup]\nkeep = 1.5\n", NULL);
    refused("SET-02", "a time of day", "[backup]\nat = 24:00\n", NULL);
    refused("SET-02", "a time of day", "[backup]\nat = 2:5\n", NULL);
    refused("SET-02", "true or false", "[backup]\nsealed = maybe\n", NULL);
    refused("SET-02", "one of fast, small", "[backup]\nengine = huge\n", NULL);
    refused("SET-02", "at most 40 characters", "[backup]\nfolder = 12345678901234567890123456789012345678901\n", NULL);
    refused("SET-04", "bad.conf:2", "[backup]\nevery\n", NULL);
    refused("SET-04", "before any section", "every = 1h\n", NULL);
    refused("SET-04", "a section is written", "[backup\nevery = 1h\n", NULL);
    refused("SET-04", "no UTF-8", "[backup]\nfolder = \xFF\n", NULL);
    refused("SET-05", "before at", "[backup]\nevery = 1h\n\nevery = 2h\n", NULL);
    refused("SET-05", "passphrase_file is there twice", "[backup]\npassphrase = sesame\npassphrase_file = /dev/null\n",
            NULL);
    refused("SET-06", "passphrase_file", "[backup]\npassphrase_file = /nowhere/at/all\n", NULL);
    refused("SET-01", "STEWARD_BACKUP_EVRY", NULL, (char *[]){(char[]){"STEWARD_BACKUP_EVRY=1h"}, NULL});
    refused("SET-02", "STEWARD_BACKUP_AT", NULL, (char *[]){(char[]){"STEWARD_BACKUP_AT=sesam"}, NULL});
    struct ctx cx = tap_ctx();
    OK(!settings_load(&cx, sections, "/nowhere/steward.conf", NULL), "a file that was named must be there");
    EQ_TEXT(tap_code(&cx), "SET-03");
    err_clear(&cx);
    OK(!settings_load(&cx, sections, "/dev/zero", NULL), "and be a file");
    EQ_TEXT(tap_code(&cx), "SET-03");
    err_clear(&cx);
    struct settings *s = settings_load(&cx, sections, NULL, NULL);
    OK(!settings_give(&cx, s, "backup.passphrase", "sesame", "--set"), "no secret on the command line");
    EQ_TEXT(tap_code(&cx), "SET-07");
    err_clear(&cx);
    OK(!settings_give(&cx, s, "every", "1h", "--set"), "a key has its section");
    err_clear(&cx);
    OK(!settings_fail(&cx, s, &plan_section, "folder", "BAK-09", "没有 %s", "there is no %s", "/x"),
       "an owner refuses");
    EQ_TEXT(cx.err.message.en, "backup.folder: there is no /x");
    tap_ctx_free(&cx);
}

static void shown(void)
{
    struct ctx cx = tap_ctx();
    struct plan p = {.every = 90 * MINUTE_MS, .at = 61, .keep = NONE_INT, .room = 1536, .passphrase = "sesame"};
    static const char *const want[] = {"90m", "01:01", "", "1536B", "false", "", "***", ""};
    for (int i = 0; plan_settings[i].field.type != T_END; i++)
        EQ_TEXT(setting_shown(cx.arena, &plan_settings[i], &p), want[i]);
    struct buf out = buf_init(cx.arena);
    settings_example(&out, sections, LANG_ZH);
    OK(text_has(out.data, "\n[backup]\n# 间隔\n# 多久一次\n") && text_has(out.data, "\n#every = 1d\n"), "explained");
    char **lines = text_split(cx.arena, out.data, '\n');
    struct buf said = buf_init(cx.arena);
    for (char **line = lines; *line; line++) {
        bool is_default = (*line)[0] == '#' && (*line)[1] != ' ' && (*line)[1] != '[' && strchr(*line, '=')[1];
        buf_printf(&said, "%s\n", *line + is_default);
    }
    struct settings *s = settings_load(&cx, sections, file_of(&cx, "example.conf", said.data), NULL);
    EQ_TEXT(tap_code(&cx), "");
    const struct plan got = plan_of(s), *standard = plan_section.standard;
    OK(got.every == standard->every && got.at == standard->at && got.room == standard->room && !got.folder,
       "every default can be said aloud");
    EQ_INT(settings_origin(s, &plan_section, NULL, "room", &(const char *){NULL}), FROM_FILE);
    tap_ctx_free(&cx);
}

/* What goes into a backup: all of it, or what is no secret. */
static void kept(void)
{
    struct ctx cx = tap_ctx();
    static const char text[] =
        "\xEF\xBB\xBF[backup]\r\nevery = 30m\n  passphrase = open sesame\n# passphrase=former\n"
        "#passphrase =\nfolder = postgresql://a:pw@h/db\n\n# 说明\n[oidc.work]\nissuer = https://a/@b:c\n";
    const char *file = file_of(&cx, "kept.conf", text);
    struct settings *s = settings_load(&cx, sections, file, no_environment);
    EQ_TEXT(settings_kept(&cx, s, true), text);
    const char *open = settings_kept(&cx, s, false);
    OK(!strstr(open, "sesame") && !strstr(open, "former") && !strstr(open, "pw@"), "no secret is in it: %s", open);
    OK(strstr(open, "every = 30m\n") && strstr(open, "#passphrase =\n") && strstr(open, "# 说明\n") &&
           strstr(open, "https://a/@b:c"),
       "everything else is");
    OK(settings_load(&cx, sections, file_of(&cx, "open.conf", open), no_environment), "and it can be read");
    file_of(&cx, "kept.conf", "[later]\nthing = 1\n");
    OK(!strstr(settings_kept(&cx, s, false), "thing = 1"), "what this program does not know might be one");
    OK(!settings_kept(&cx, settings_load(&cx, sections, NULL, no_environment), true),
       "without a file there is nothing");
    tap_ctx_free(&cx);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 1;
    sources();
    refusals();
    shown();
    kept();
    struct ctx cx = tap_ctx();
    OK(system(arena_printf(cx.arena, "rm -r %s", folder)) == 0, "nothing is left");
    tap_ctx_free(&cx);
    return tap_done();
}
