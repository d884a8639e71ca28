/* federation.h — the other servers that people may sign in at. */
#ifndef STEWARD_ENDPOINTS_FEDERATION_H
#define STEWARD_ENDPOINTS_FEDERATION_H

#include "endpoints/endpoint.h"
#include "endpoints/params.h"
#include "people/ldap.h"
#include "people/oidc.h"

struct oidc_provider {
    const char *name; /* of its section: [oidc.NAME] */
    struct oidc_settings settings;
};

struct federation {
    struct ldap_settings ldap; /* without an address: none */
    const struct oidc_provider *providers;
    size_t count;
};

#endif
