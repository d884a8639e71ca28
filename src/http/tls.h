/* tls.h — the certificate that the server shows, read anew when it is asked to. */
#ifndef STEWARD_HTTP_TLS_H
#define STEWARD_HTTP_TLS_H

#include "base/ctx.h"

struct tls;

/* Certificate (chain) and key, PEM files.  NULL with ERR_USAGE HTP-07: a file cannot be read, or they do not fit. */
struct tls *tls_open(struct ctx *cx, const char *certificate, const char *key);
/* Read both files again; on failure what was read before stays in use. */
SW_CHECKED bool tls_reload(struct ctx *cx, struct tls *t);
void tls_close(struct tls *t); /* NULL does nothing */
/* The calling thread's connections show this certificate. */
void tls_serve_thread(struct tls *t);
extern const char tls_priorities[]; /* TLS 1.2 and 1.3, forward secrecy, authenticated ciphers */

/* When a certificate file ends to be valid, ms since 1970; false with HTP-07. */
SW_CHECKED bool tls_expiry(struct ctx *cx, const char *certificate, int64_t *ret_ms);

#endif
