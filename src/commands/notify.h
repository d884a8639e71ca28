/* notify.h — tells systemd how it stands with the service. */
#ifndef STEWARD_COMMANDS_NOTIFY_H
#define STEWARD_COMMANDS_NOTIFY_H

/* "READY=1", "STOPPING=1"; does nothing when nobody listens. */
void notify_manager(const char *state);

#endif
