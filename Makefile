# Steward 项目管家 — `make help` is the menu.

.DEFAULT_GOAL := release
V            ?= release
O            := build/$(V)
ifeq ($(origin CC),default)
CC           := gcc
endif
FUZZ_SECONDS ?= 20
PREFIX       ?= /usr/local
# Lowest room first: a room may include only itself and rooms before it (tools/layers has the exact picture).
ROOMS     := base store office http formula model metric entities people metrics rules ledger reports jobs backup endpoints commands
PACKAGES  := sqlite3 libpq jansson zlib libxml-2.0 expat libmicrohttpd gnutls libutf8proc openssl libbrotlienc libsodium xlsxwriter libcurl ldap
PKG_C     := $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
PKG_LIBS  := $(or $(shell pkg-config --libs $(PACKAGES)),$(warning libraries are missing: script/bootstrap installs them))
CPPFLAGS  := -D_GNU_SOURCE -Isrc -Ibuild/gen $(PKG_C)
WARN      := -Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wvla \
             -Wwrite-strings -Wcast-qual -Wundef -Wformat=2 -Wno-missing-field-initializers -Wno-format-nonliteral
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
FLAGS_debug   := -O0 -g3
FLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan    := -O1 -g -fsanitize=thread
FLAGS_fuzz    := $(FLAGS_asan) -fsanitize=fuzzer-no-link
CFLAGS    := -std=c17 $(WARN) -pthread $(FLAGS_$(V))
LDLIBS    := $(PKG_LIBS) -lm -pthread
# One short line per file; VERBOSE=1 shows the commands.
SAY        = $(if $(VERBOSE),,@echo '  $(1)  $@'; )
COMPILE    = $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP
TESTER     = $(call SAY,TEST)$(COMPILE) -Itests -MF $@.d -MT $@ -o $@ tests/tap.c $<

objects    = $(patsubst src/%.c,$(O)/%.o,$(wildcard src/$(1)/*.c)) $(if $(filter base,$(1)),$(O)/pinyin.o $(O)/calendar.o) \
             $(if $(filter reports,$(1)),$(O)/templates.o) $(if $(filter rules,$(1)),$(O)/presets.o)
upto       = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
libraries  = $(patsubst %,$(O)/lib%.a,$(1))
archives   = -Wl,--start-group $(call libraries,$(1)) -Wl,--end-group
# The top: the catalogue names everything, so what links it links all.
TOP       := $(O)/catalogue.o $(O)/assets.o
HOUSE     := $(TOP) $(call libraries,$(ROOMS))
WITH_HOUSE = $(TOP) $(call archives,$(ROOMS)) $(LDLIBS)

## --- build

.PHONY: release debug asan tsan web install clean help libraries
libraries: $(call libraries,$(ROOMS)) # all but what the web application is in: script/test makes both at once
release: build/steward ## build/steward, optimised (the default)
debug asan tsan: ## build/<name>/steward: for the debugger, with address + undefined, with thread sanitizer
	$(MAKE) V=$@ build/$@/steward

web: ## build the web application into web/dist (needs Node.js); the next `make` embeds it
	@tools/web

install: release ## install under PREFIX (/usr/local), below DESTDIR
	install -D build/steward $(DESTDIR)$(PREFIX)/bin/steward
	cd share && find . -type f -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/steward/{} \;

.PHONY: deb deb-test
deb: release ## build/steward_VERSION_ARCH.deb (after make web)
	@tools/deb
deb-test: deb ## install, upgrade, remove and purge the package in a fresh Debian 12 (needs root, debootstrap, network)
	@tools/deb-test

clean: ## remove what was built
	rm -rf build

help: ## this menu
	@awk -F ':.*## ' '/^## ---/ { print "\n" substr($$0, 8) } /^[a-z%-][a-z %-]*:.*## / { printf "  %-28s %s\n", $$1, $$2 }' Makefile
	@printf '\nvariables: V=%s CC=%s O=%s FUZZ_SECONDS=%s ROUNDS=%s MINUTES=%s PREFIX=%s\n' '$(V)' '$(CC)' '$(O)' '$(FUZZ_SECONDS)' '$(ROUNDS)' '$(MINUTES)' '$(PREFIX)'

build/steward: $(O)/steward
	@cp $< $@

$(O)/steward: $(O)/main.o $(HOUSE)
	$(call SAY,LINK)$(CC) $(CFLAGS) -o $@ $(O)/main.o $(WITH_HOUSE)

$(O)/%.o: src/%.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(COMPILE) -c -o $@ $<

define ROOM
$(O)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	$$(call SAY,AR  )$(AR) rcs $$@ $(call objects,$(1))
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM,$(r))))

# The web application inside the program: web/dist as a C table, made again when a file there changes.
WEB_FILES := $(shell find web/dist -type f 2>/dev/null)
build/gen/web.list: FORCE
	@mkdir -p $(@D)
	@echo '$(WEB_FILES)' | cmp -s - $@ || echo '$(WEB_FILES)' >$@
build/gen/embed: tools/embed.c src/http/http.h
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O1 -o $@ $< -lz -lbrotlienc -lcrypto
build/gen/assets.c: build/gen/embed build/gen/web.list $(WEB_FILES)
	$(call SAY,GEN )build/gen/embed $(if $(WEB_FILES),web/dist) >$@.new
	@mv $@.new $@
$(O)/assets.o: build/gen/assets.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O0 -c -o $@ $<
# How every Chinese character is read; ICU knows, and only the build asks it.
build/gen/pinyin: tools/pinyin.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(shell pkg-config --cflags icu-i18n) -std=c17 $(WARN) -O1 -o $@ $< $(shell pkg-config --libs icu-i18n icu-uc)
build/gen/pinyin.c: build/gen/pinyin
	$(call SAY,GEN )build/gen/pinyin >$@.new
	@mv $@.new $@
$(O)/pinyin.o: build/gen/pinyin.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O0 -c -o $@ $<
# The national calendar of working days, as C tables.
build/gen/calendar: tools/calendar.c src/base/date.c src/base/calendar_table.h
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O1 -o $@ tools/calendar.c src/base/date.c
build/gen/calendar.c: build/gen/calendar share/calendars/cn.txt
	$(call SAY,GEN )build/gen/calendar <share/calendars/cn.txt >$@.new
	@mv $@.new $@
$(O)/calendar.o: build/gen/calendar.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(COMPILE) -O0 -c -o $@ $<
# The built-in document templates, as C strings that the reports name.
build/gen/templates.c: $(wildcard share/templates/*.xml)
	@mkdir -p $(@D)
	$(call SAY,GEN )for f in $^; do n=$$(basename $$f .xml); \
	    printf 'extern const char %s_template[];\nconst char %s_template[] =\n' $$n $$n; \
	    sed 's/[\\"]/\\&/g; s/.*/    "&\\n"/' $$f; echo '    ;'; done >$@.new
	@mv $@.new $@
$(O)/templates.o: build/gen/templates.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O0 -c -o $@ $<
# What a zone starts with, as C strings that the rules name.
build/gen/presets.c: $(wildcard share/presets/*.json)
	@mkdir -p $(@D)
	$(call SAY,GEN )for f in $^; do n=$$(basename $$f .json); \
	    printf 'extern const char %s_presets_json[];\nconst char %s_presets_json[] =\n' $$n $$n; \
	    sed 's/[\\"]/\\&/g; s/.*/    "&\\n"/' $$f; echo '    ;'; done >$@.new
	@mv $@.new $@
$(O)/presets.o: build/gen/presets.c
	@mkdir -p $(@D)
	$(call SAY,CC  )$(CC) $(CPPFLAGS) -std=c17 $(WARN) -O0 -c -o $@ $<
.PHONY: FORCE
FORCE:

## --- test

# One test program per file: tests/unit/<room>/x_test.c sees its room and those below; the topmost see all, as do
# tests/properties, tests/cases, tests/fault.
UNIT_TESTS := $(patsubst tests/unit/%.c,$(O)/tests/%,$(wildcard tests/unit/*/*_test.c))
define UNIT
$(O)/tests/$(1)/%: tests/unit/$(1)/%.c tests/tap.c tests/tap.h $(call libraries,$(call upto,$(1),$(ROOMS))) $(if $(filter people rules jobs backup endpoints commands,$(1)),$(HOUSE))
	@mkdir -p $$(@D)
	$$(TESTER) $(if $(filter people rules jobs backup endpoints commands,$(1)),$(WITH_HOUSE),$(call archives,$(call upto,$(1),$(ROOMS))) $(LDLIBS))
endef
$(foreach r,$(ROOMS),$(eval $(call UNIT,$(r))))

WIDE_TESTS := $(patsubst tests/%.c,$(O)/tests/%,$(wildcard tests/properties/*_test.c tests/cases/*_test.c tests/fault/*_test.c))
define WIDE
$(O)/tests/$(1)/%: tests/$(1)/%.c tests/tap.c tests/tap.h $(HOUSE)
	@mkdir -p $$(@D)
	$$(TESTER) $(WITH_HOUSE)
endef
$(foreach d,properties cases fault,$(eval $(call WIDE,$(d))))
# Other executables in these folders print TAP too; they find the program in $STEWARD.
SCRIPTS     = $(foreach d,$(1),$(shell find tests/$(d) -maxdepth 1 -type f -perm -u+x 2>/dev/null | sort))
PROVE       = STEWARD=$(CURDIR)/$(O)/steward prove --exec ''
of_folder   = $(filter $(O)/tests/$(1)/%,$(WIDE_TESTS)) $(call SCRIPTS,$(1))

.PHONY: check unit unit-% test-unit test-properties test-cases test-fault test-web test-postgres fault-postgres test-programs
check: lint unit test-properties test-cases test-fault golden ## all quick tests
unit test-unit: $(UNIT_TESTS) ## unit tests of every room
	$(PROVE) $(UNIT_TESTS)
unit-%: ## unit tests of one room, building nothing above it
	@$(MAKE) -s $(filter $(O)/tests/$*/%,$(UNIT_TESTS))
	$(PROVE) $(filter $(O)/tests/$*/%,$(UNIT_TESTS))
test-properties test-cases test-fault test-web: test-%: $(O)/steward $(WIDE_TESTS) ## tests of one folder under tests/
	@$(if $(strip $(call of_folder,$*)),$(PROVE) $(call of_folder,$*),echo "tests/$* holds no tests")
test-postgres: $(O)/steward $(UNIT_TESTS) $(WIDE_TESTS) ## what depends on the engine, again on a throwaway PostgreSQL
	tools/with-postgres $(MAKE) V=$(V) O=$(O) unit-store unit-model unit-backup unit-endpoints test-properties test-cases fault-postgres
fault-postgres: $(O)/tests/fault/postgres_test # beside a server
	$(PROVE) $<
test-programs: $(O)/steward $(UNIT_TESTS) $(WIDE_TESTS) # script/test runs them itself, to count

.PHONY: golden golden-update lint format matrix bare
golden: $(O)/steward ## compare what the program prints of itself with db/*.sql and docs/*
	prove --exec '' tools/golden :: $(O)/steward
golden-update: $(O)/steward ## write these files anew
	tools/golden $(O)/steward update
lint: ## layers, catalogue, banned calls, header comments, format
	@tools/lint
format: ## clang-format over src, tests and tools
	clang-format -i $(wildcard src/*.[ch] src/*/*.[ch] tests/*.[ch] tests/*/*.[ch] tests/*/*/*.[ch] tools/*.[ch] bench/*.[ch] bench/floor/*.[ch])
matrix: ## gcc and clang × debug, release, asan, tsan: build everything, run the unit tests
	@for cc in gcc clang; do for v in debug release asan tsan; do \
	    echo "== $$cc $$v"; $(MAKE) CC=$$cc V=$$v O=build/matrix/$$cc-$$v test-programs unit || exit 1; done; done
bare: ## run both commands of the README in a fresh Debian 12 (needs root, debootstrap, network)
	tools/bare

.PHONY: fault torture load limits
ROUNDS      ?= 25
MINUTES     ?= 10
FAULT_TESTS := $(filter-out %/torture_test %/idle_test,$(filter $(O)/tests/fault/%,$(WIDE_TESTS)))
fault: $(O)/steward $(FAULT_TESTS) ## every fault of disk, memory and database server at every place (minutes)
	FAULT_ALL=1 tools/with-postgres prove --exec '' -v $(FAULT_TESTS)
torture: $(O)/tests/fault/torture_test ## kill the server under load, ROUNDS times (25); nothing acknowledged may be lost
	ROUNDS=$(ROUNDS) prove --exec '' -v $<
limits: $(O)/tests/fault/idle_test ## 10,000 connections that do nothing, and slow ones, while somebody works
	IDLE=10000 prove --exec '' -v $<
load: $(O)/bench/load ## 200 people saving for MINUTES (10): nothing lost, and how long they wait
	MINUTES=$(MINUTES) $<

.PHONY: fuzz fuzzers bench benches
# One libFuzzer program per parser; seeds in tests/fuzz/<parser>/, crashers kept in tests/cases/fuzz/.
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/tests/%,$(wildcard tests/fuzz/*_fuzz.c))
fuzz: ## every parser for FUZZ_SECONDS each, with clang
	$(MAKE) V=fuzz CC=clang fuzzers
	tools/fuzz $(FUZZ_SECONDS) $(FUZZERS)
fuzzers: $(FUZZERS) # script/test runs them itself, to count
build/fuzz/tests/%_fuzz: tests/fuzz/%_fuzz.c $(HOUSE)
	@mkdir -p $(@D)
	$(call SAY,FUZZ)$(COMPILE) -Itests -fsanitize=fuzzer -MF $@.d -MT $@ -o $@ $< $(WITH_HOUSE)

# A claim is bench/x.c; it runs the honest little program bench/floor/y.c beside it for comparison.
BENCHES := $(patsubst bench/%.c,$(O)/bench/%,$(wildcard bench/*.c))
FLOORS  := $(patsubst bench/%.c,$(O)/bench/%,$(wildcard bench/floor/*.c))
benches: $(BENCHES) $(FLOORS) # script/test builds them too
bench: build/steward benches ## measured claims: ours, floor, ratio, bar
	@for b in $(BENCHES) "node bench/web.mjs"; do STEWARD=$(CURDIR)/build/steward $$b || failed=1; done; [ -z "$$failed" ]
$(O)/bench/%: bench/%.c $(HOUSE)
	@mkdir -p $(@D)
	$(call SAY,CC  )$(COMPILE) -Ibench -Itests -MF $@.d -MT $@ -o $@ $< $(WITH_HOUSE)

-include $(wildcard $(O)/*.d $(O)/*/*.d $(O)/tests/*.d $(O)/tests/*/*.d $(O)/bench/*.d $(O)/bench/*/*.d)
