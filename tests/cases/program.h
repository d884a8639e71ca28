/* program.h — the program as somebody runs it: a process of its own, with its words, output and exit code. */
#ifndef STEWARD_TESTS_CASES_PROGRAM_H
#define STEWARD_TESTS_CASES_PROGRAM_H

#include "base/buf.h"
#include "commands/command.h"
#include "tap.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MOST = 16 };

struct run {
    pid_t child;
    int out, err; /* its standard output and error */
};

/* The program with these words, in a process of its own. */
static struct run start(const char *const *words)
{
    int out[2], err[2];
    if (pipe(out) != 0 || pipe(err) != 0)
        exit(1);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char *argv[WORDS_MOST + 1] = {(char[]){"steward"}};
        int argc = 1;
        for (; *words; words++)
            argv[argc++] = (char *)(uintptr_t)*words;
        dup2(out[1], STDOUT_FILENO);
        dup2(err[1], STDERR_FILENO);
        close(out[0]);
        close(err[0]);
        setenv("LANG", "en_US.UTF-8", 1);
        unsetenv("LC_ALL");
        _exit(command_main(argc, argv));
    }
    close(out[1]);
    close(err[1]);
    return (struct run){child, out[0], err[0]};
}

/* Everything until the end in one line, or the first line. */
static const char *read_text(struct ctx *cx, int fd, bool line)
{
    struct buf text = buf_init(cx->arena);
    char c;
    while (read(fd, &c, 1) == 1 && !(line && c == '\n'))
        buf_char(&text, c == '\n' ? ' ' : c);
    return text.data;
}

struct result {
    int code;
    const char *out, *err;
};

static struct result finish(struct ctx *cx, struct run *r)
{
    int status;
    struct result result = {.out = read_text(cx, r->out, false), .err = read_text(cx, r->err, false)};
    waitpid(r->child, &status, 0);
    result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    close(r->out);
    close(r->err);
    return result;
}

static struct result run(struct ctx *cx, const char *const *words)
{
    struct run r = start(words);
    return finish(cx, &r);
}

#define RUN(cx, ...) run((cx), (const char *const[]){__VA_ARGS__, NULL})

#endif
