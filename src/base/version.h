/* version.h — the version of the program; a build may name another. */
#ifndef STEWARD_BASE_VERSION_H
#define STEWARD_BASE_VERSION_H

#ifndef STEWARD_VERSION
#define STEWARD_VERSION "0.1.0"
#endif

#endif
