/* fetch.h — asks another server over HTTP, within limits, and never where it was not sent. */
#ifndef STEWARD_BASE_FETCH_H
#define STEWARD_BASE_FETCH_H

#include "base/buf.h"
#include "base/ctx.h"

struct fetch {
    const char *url;             /* https, or http to this machine itself */
    const char *form;            /* a body of application/x-www-form-urlencoded to POST; NULL: GET */
    const char *user, *password; /* basic authorization; NULL: none */
    const char *bearer;          /* or a token; NULL: none */
    const char *certificates;    /* file of those who are trusted besides the system's; NULL: none */
    int64_t seconds, bytes;      /* 0: ten seconds, one MiB */
};

struct fetched {
    int status;
    struct buf body;
};

/* Redirects are not followed.  ERR_SYSTEM FET-01 the address is none that may be asked · FET-02 no answer (the cause says
 * why) · FET-03 the answer is too large. */
SW_CHECKED bool fetch(struct ctx *cx, const struct fetch *ask, struct fetched *ret_answer);

/* Adds "name=value", with "&" before it when `form` is not empty, escaped for a form or a query string. */
void form_add(struct buf *form, const char *name, const char *value);

/* Is it https, or http to a loopback address? */
bool fetch_may_ask(const char *url);

#endif
