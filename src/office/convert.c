/* convert.c — runs LibreOffice on one file, in a folder and a process group of its own. */
#include "office/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 20 };

#define DEFAULT_PATH "/usr/local/bin:/usr/bin:/bin"

/* The private folder, and the result while it is being read. */
struct workplace {
    char dir[PATH_MAX / 2];
    int fd; /* -1: none */
};

static const char *const programs[] = {"soffice", "libreoffice"};

/* Where `program` is on the PATH; false when it is not. */
static bool find_program(const char *program, char path[PATH_MAX])
{
    const char *dirs = getenv("PATH");
    for (const char *dir = dirs ? dirs : DEFAULT_PATH; *dir;) {
        size_t n = strcspn(dir, ":");
        if (n > 0 && snprintf(path, PATH_MAX, "%.*s/%s", (int)n, dir, program) < PATH_MAX && access(path, X_OK) == 0)
            return true;
        dir += n + (dir[n] == ':');
    }
    return false;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    remove(path);
    return 0;
}

/* Also runs when memory ends halfway, from the arena. */
static void workplace_release(void *arg)
{
    struct workplace *w = arg;
    if (w->fd >= 0)
        close(w->fd);
    if (w->dir[0])
        nftw(w->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    w->fd = -1;
    w->dir[0] = '\0';
}

static bool write_file(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const char *p = bytes;
    while (fd >= 0 && size > 0) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        p += n;
        size -= (size_t)n;
    }
    return fd >= 0 && close(fd) == 0 && size == 0;
}

/* Official documents name GB fonts that few servers have: stand-ins with the same look, beside the machine's own rules. */
static const char *const stand_ins[][2] = {
    {"仿宋_GB2312", "Noto Serif CJK SC"},
    {"FangSong_GB2312", "Noto Serif CJK SC"},
    {"仿宋", "Noto Serif CJK SC"},
    {"楷体_GB2312", "Noto Serif CJK SC"},
    {"KaiTi_GB2312", "Noto Serif CJK SC"},
    {"楷体", "Noto Serif CJK SC"},
    {"方正小标宋简体", "Noto Serif CJK SC"},
    {"宋体", "Noto Serif CJK SC"},
    {"黑体", "Noto Sans CJK SC"},
};

static bool write_fonts(struct arena *a, const char *path)
{
    struct buf b = buf_init(a);
    buf_text(
        &b, "<?xml version=\"1.0\"?>\n<fontconfig>\n<include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>\n");
    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
        buf_printf(&b, "<alias binding=\"same\"><family>%s</family><accept><family>%s</family></accept></alias>\n",
                   stand_ins[i][0], stand_ins[i][1]);
    buf_text(&b, "</fontconfig>\n");
    return write_file(path, b.data, b.length);
}

static enum conversion read_result(struct workplace *w, const char *path, size_t limit, struct buf *out)
{
    struct stat st;
    w->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (w->fd < 0 || fstat(w->fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
        return CONVERT_REFUSED; /* LibreOffice says 0 also when it wrote nothing */
    size_t size = (size_t)st.st_size, done = 0;
    if (size > limit)
        return CONVERT_TOO_LARGE;
    char *to = buf_room(out, size);
    for (ssize_t n; done < size; done += (size_t)n)
        if ((n = read(w->fd, to + done, size - done)) <= 0)
            return CONVERT_SYSTEM;
    out->length += size;
    return CONVERTED;
}

static void limit_process(pid_t process)
{
    const struct rlimit memory = {(rlim_t)4 << 30, (rlim_t)4 << 30}, file = {(rlim_t)1 << 30, (rlim_t)1 << 30},
                        core = {0, 0};
    prlimit(process, RLIMIT_AS, &memory, NULL);
    prlimit(process, RLIMIT_FSIZE, &file, NULL);
    prlimit(process, RLIMIT_CORE, &core, NULL);
}

/* Start the program as the head of a new process group, in `dir`, with no open file and no environment of ours. */
static bool start(const char *program, char *const argv[], char *const env[], const char *dir, pid_t *ret_process)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    bool ready = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0) == 0 &&
                 posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0) == 0 &&
                 posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) == 0 &&
                 posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0 &&
                 posix_spawn_file_actions_addchdir_np(&files, dir) == 0 &&
                 posix_spawnattr_setpgroup(&attributes, 0) == 0 &&
                 posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP) == 0;
    bool started = ready && posix_spawn(ret_process, program, &files, &attributes, argv, env) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return started;
}

/* Wait up to the timeout; the whole group is dead afterwards. */
static enum conversion await(pid_t process, int timeout_seconds)
{
    const struct timespec tick = {0, TICK_MS * 1000000L};
    int status = 0;
    pid_t ended = 0;
    for (int waited = 0; ended == 0 && waited < timeout_seconds * 1000; waited += TICK_MS) {
        ended = waitpid(process, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&tick, NULL);
    }
    kill(-process, SIGKILL); /* LibreOffice starts helpers; none may outlive the conversion */
    if (ended == 0) {
        while (waitpid(process, &status, 0) < 0 && errno == EINTR)
            ;
        return CONVERT_TIMEOUT;
    }
    return ended == process && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? CONVERTED : CONVERT_REFUSED;
}

static enum conversion run(struct arena *a, const char *program, const char *dir, const char *input, const char *to,
                           int timeout_seconds)
{
    const char *path = getenv("PATH");
    char headless[] = "--headless", restore[] = "--norestore", logo[] = "--nologo", lock[] = "--nolockcheck";
    char convert[] = "--convert-to", outdir[] = "--outdir", lang[] = "LANG=C.UTF-8", plugin[] = "SAL_USE_VCLPLUGIN=svp";
    char *const argv[] = {
        arena_strdup(a, program),
        arena_printf(a, "-env:UserInstallation=file://%s/profile", dir),
        headless,
        restore,
        logo,
        lock,
        convert,
        arena_strdup(a, to),
        outdir,
        arena_strdup(a, dir),
        arena_strdup(a, input),
        NULL,
    };
    char *const env[] = {
        arena_printf(a, "HOME=%s", dir),
        arena_printf(a, "TMPDIR=%s", dir),
        arena_printf(a, "FONTCONFIG_FILE=%s/fonts.conf", dir),
        arena_printf(a, "PATH=%s", path ? path : DEFAULT_PATH),
        lang,
        plugin,
        NULL,
    };
    pid_t process;
    if (!start(program, argv, env, dir, &process))
        return CONVERT_SYSTEM;
    limit_process(process);
    return await(process, timeout_seconds);
}

enum conversion office_convert(const char *from, const void *bytes, size_t size, const char *to, int timeout_seconds,
                               size_t limit, struct buf *out)
{
    struct arena *a = out->arena;
    char program[PATH_MAX];
    if (!find_program(programs[0], program) && !find_program(programs[1], program))
        return CONVERT_MISSING;
    const char *tmp = getenv("TMPDIR");
    struct workplace *w = ARENA_NEW(a, struct workplace);
    w->fd = -1;
    int n = snprintf(w->dir, sizeof w->dir, "%s/steward-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
    if (n >= (int)sizeof w->dir || !mkdtemp(w->dir))
        return CONVERT_SYSTEM;
    arena_defer(a, workplace_release, w);
    const char *input = arena_printf(a, "%s/in.%s", w->dir, from), *output = arena_printf(a, "%s/in.%s", w->dir, to);
    enum conversion result = CONVERT_SYSTEM;
    if (write_file(input, bytes, size) && write_fonts(a, arena_printf(a, "%s/fonts.conf", w->dir)))
        result = run(a, program, w->dir, input, to, timeout_seconds);
    if (result == CONVERTED)
        result = read_result(w, output, limit, out);
    workplace_release(w);
    return result;
}
