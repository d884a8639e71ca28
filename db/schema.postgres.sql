-- Printed by `steward ddl`: PostgreSQL, schema version 1.

CREATE TABLE schema_version (
    version BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    program TEXT NOT NULL,
    PRIMARY KEY (version, fingerprint, applied_at)
);

CREATE TABLE counter (
    zone BIGINT NOT NULL,
    entity TEXT NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (zone, entity)
);

CREATE TABLE idempotency (
    zone BIGINT NOT NULL,
    key TEXT NOT NULL,
    method_path TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    answer TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (zone, key)
);

CREATE TABLE audit_retention (
    zone BIGINT NOT NULL,
    up_to BIGINT NOT NULL,
    PRIMARY KEY (zone)
);

-- search_index, form 2: unit(name) enterprise(name credit_code) project(code name) problem(code description) reserve(code name) lead(code name investor) grant(code name) fund(code name) meeting(title) promise(what)
CREATE TABLE search_index (
    zone BIGINT NOT NULL,
    entity TEXT NOT NULL,
    id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (zone, entity, id)
);

CREATE TABLE credential (
    zone BIGINT NOT NULL,
    person BIGINT NOT NULL,
    password TEXT,
    must_change BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    previous TEXT,
    totp TEXT,
    totp_asked TEXT,
    totp_step BIGINT NOT NULL,
    recovery TEXT,
    PRIMARY KEY (zone, person)
);

CREATE TABLE session (
    token_hash TEXT NOT NULL,
    zone BIGINT NOT NULL,
    person BIGINT NOT NULL,
    id TEXT NOT NULL,
    way TEXT NOT NULL,
    name TEXT,
    shown TEXT,
    actions TEXT NOT NULL,
    address TEXT,
    agent TEXT,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash),
    UNIQUE (zone, person, id)
);

CREATE TABLE sign_in_attempt (
    key TEXT NOT NULL,
    failed BIGINT NOT NULL,
    tried_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (key)
);

-- 园区 Zone
CREATE TABLE zone (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    level TEXT COLLATE "C",
    region TEXT COLLATE "C",
    issuer TEXT COLLATE "C",
    outline TEXT COLLATE "C",
    weekly_due_day BIGINT,
    weekly_due_time TEXT COLLATE "C",
    weekly_grace_days BIGINT,
    weekly_scope TEXT COLLATE "C",
    weekly_paused BIGINT NOT NULL DEFAULT 0,
    days_very_urgent BIGINT,
    days_urgent BIGINT,
    days_normal BIGINT,
    days_long BIGINT,
    days_remind BIGINT,
    days_red BIGINT,
    days_answer BIGINT,
    PRIMARY KEY (id)
);
CREATE TABLE zone_history (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    level TEXT COLLATE "C",
    region TEXT COLLATE "C",
    issuer TEXT COLLATE "C",
    outline TEXT COLLATE "C",
    weekly_due_day BIGINT,
    weekly_due_time TEXT COLLATE "C",
    weekly_grace_days BIGINT,
    weekly_scope TEXT COLLATE "C",
    weekly_paused BIGINT NOT NULL DEFAULT 0,
    days_very_urgent BIGINT,
    days_urgent BIGINT,
    days_normal BIGINT,
    days_long BIGINT,
    days_remind BIGINT,
    days_red BIGINT,
    days_answer BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX zone_key_code ON zone (code);
CREATE INDEX zone_by_updated_at ON zone (updated_at, id);
CREATE INDEX zone_history_by_ended_at ON zone_history (ended_at);

-- 单位 Unit
CREATE TABLE unit (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    parent BIGINT,
    chief TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE unit_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    parent BIGINT,
    chief TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX unit_key_name ON unit (zone, name);
CREATE INDEX unit_by_parent ON unit (zone, parent, id);
CREATE INDEX unit_by_updated_at ON unit (zone, updated_at, id);
CREATE INDEX unit_history_by_ended_at ON unit_history (zone, ended_at);

-- 企业 Enterprise
CREATE TABLE enterprise (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    credit_code TEXT COLLATE "C",
    industry TEXT COLLATE "C",
    address TEXT COLLATE "C",
    contact TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE enterprise_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    credit_code TEXT COLLATE "C",
    industry TEXT COLLATE "C",
    address TEXT COLLATE "C",
    contact TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX enterprise_key_name ON enterprise (zone, name);
CREATE UNIQUE INDEX enterprise_key_credit_code ON enterprise (zone, credit_code);
CREATE INDEX enterprise_by_updated_at ON enterprise (zone, updated_at, id);
CREATE INDEX enterprise_history_by_ended_at ON enterprise_history (zone, ended_at);

-- 项目 Project
CREATE TABLE project (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    enterprise BIGINT,
    unit BIGINT,
    owner TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    nature TEXT COLLATE "C",
    category TEXT COLLATE "C",
    content TEXT COLLATE "C",
    location TEXT COLLATE "C",
    place TEXT COLLATE "C",
    total_investment BIGINT,
    build_from BIGINT,
    build_to BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    ceremony_on BIGINT,
    permit_on BIGINT,
    works_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    operating_on BIGINT,
    at_capacity_on BIGINT,
    image_progress TEXT COLLATE "C",
    difficulty TEXT COLLATE "C",
    contact TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE project_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    enterprise BIGINT,
    unit BIGINT,
    owner TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    nature TEXT COLLATE "C",
    category TEXT COLLATE "C",
    content TEXT COLLATE "C",
    location TEXT COLLATE "C",
    place TEXT COLLATE "C",
    total_investment BIGINT,
    build_from BIGINT,
    build_to BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    ceremony_on BIGINT,
    permit_on BIGINT,
    works_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    operating_on BIGINT,
    at_capacity_on BIGINT,
    image_progress TEXT COLLATE "C",
    difficulty TEXT COLLATE "C",
    contact TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX project_key_code ON project (zone, code);
CREATE INDEX project_by_name ON project (zone, name, id);
CREATE INDEX project_by_unit ON project (zone, unit, id);
CREATE INDEX project_by_sector ON project (zone, sector, id);
CREATE INDEX project_by_started_on_id_sector ON project (zone, started_on, id, sector, id);
CREATE INDEX project_by_completed_on ON project (zone, completed_on, id);
CREATE INDEX project_by_enterprise ON project (zone, enterprise, id);
CREATE INDEX project_by_updated_at ON project (zone, updated_at, id);
CREATE INDEX project_history_by_ended_at ON project_history (zone, ended_at);

-- 分期 Phase
CREATE TABLE phase (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    sequence BIGINT,
    name TEXT COLLATE "C",
    total_investment BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE phase_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    sequence BIGINT,
    name TEXT COLLATE "C",
    total_investment BIGINT,
    planned_start BIGINT,
    started_on BIGINT,
    planned_completion BIGINT,
    completed_on BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX phase_key_project_sequence ON phase (zone, project, sequence);
CREATE INDEX phase_by_updated_at ON phase (zone, updated_at, id);
CREATE INDEX phase_history_by_ended_at ON phase_history (zone, ended_at);

-- 阶段变动 Stage change
CREATE TABLE stage_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    stage TEXT COLLATE "C",
    changed_on BIGINT,
    reason TEXT COLLATE "C",
    source TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE stage_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    stage TEXT COLLATE "C",
    changed_on BIGINT,
    reason TEXT COLLATE "C",
    source TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX stage_change_by_project_changed_on_id_stage ON stage_change (zone, project, changed_on, id, stage, id);
CREATE INDEX stage_change_by_project_stage_source ON stage_change (zone, project, stage, source, id);
CREATE INDEX stage_change_by_updated_at ON stage_change (zone, updated_at, id);
CREATE INDEX stage_change_history_by_ended_at ON stage_change_history (zone, ended_at);

-- 停工 Halt
CREATE TABLE halt (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    halted_on BIGINT,
    resumed_on BIGINT,
    reason TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE halt_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    halted_on BIGINT,
    resumed_on BIGINT,
    reason TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX halt_by_project_halted_on ON halt (zone, project, halted_on, id);
CREATE INDEX halt_by_updated_at ON halt (zone, updated_at, id);
CREATE INDEX halt_history_by_ended_at ON halt_history (zone, ended_at);

-- 年度计划 Annual plan
CREATE TABLE plan_year (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    amount BIGINT,
    plan_class TEXT COLLATE "C",
    goal TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE plan_year_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    amount BIGINT,
    plan_class TEXT COLLATE "C",
    goal TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX plan_year_key_project_year ON plan_year (zone, project, year);
CREATE INDEX plan_year_by_year ON plan_year (zone, year, id);
CREATE INDEX plan_year_by_project_year_amount ON plan_year (zone, project, year, amount, id);
CREATE INDEX plan_year_by_updated_at ON plan_year (zone, updated_at, id);
CREATE INDEX plan_year_history_by_ended_at ON plan_year_history (zone, ended_at);

-- 月度计划 Monthly plan
CREATE TABLE plan_month (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    month BIGINT,
    amount BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE plan_month_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    month BIGINT,
    amount BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX plan_month_key_project_month ON plan_month (zone, project, month);
CREATE INDEX plan_month_by_updated_at ON plan_month (zone, updated_at, id);
CREATE INDEX plan_month_history_by_ended_at ON plan_month_history (zone, ended_at);

-- 完成投资 Investment
CREATE TABLE investment (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    month BIGINT,
    caliber TEXT COLLATE "C",
    amount BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE investment_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    month BIGINT,
    caliber TEXT COLLATE "C",
    amount BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX investment_key_project_caliber_month ON investment (zone, project, caliber, month);
CREATE INDEX investment_by_caliber_month_amount ON investment (zone, caliber, month, amount, id);
CREATE INDEX investment_by_project_caliber_month_amount ON investment (zone, project, caliber, month, amount, id);
CREATE INDEX investment_by_project_month_caliber ON investment (zone, project, month, caliber, id);
CREATE INDEX investment_by_updated_at ON investment (zone, updated_at, id);
CREATE INDEX investment_history_by_ended_at ON investment_history (zone, ended_at);

-- 纳统 Statistics entry
CREATE TABLE statistics_entry (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    entered_on BIGINT,
    known_on BIGINT,
    code TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE statistics_entry_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    entered_on BIGINT,
    known_on BIGINT,
    code TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX statistics_entry_key_project ON statistics_entry (zone, project);
CREATE INDEX statistics_entry_by_project_entered_on_known_on ON statistics_entry (zone, project, entered_on, known_on, id);
CREATE INDEX statistics_entry_by_updated_at ON statistics_entry (zone, updated_at, id);
CREATE INDEX statistics_entry_history_by_ended_at ON statistics_entry_history (zone, ended_at);

-- 重点项目名单 Key listing
CREATE TABLE key_listing (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    level TEXT COLLATE "C",
    listed_on BIGINT,
    removed_on BIGINT,
    authority TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE key_listing_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    level TEXT COLLATE "C",
    listed_on BIGINT,
    removed_on BIGINT,
    authority TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX key_listing_by_project_year ON key_listing (zone, project, year, id);
CREATE INDEX key_listing_by_year_level ON key_listing (zone, year, level, id);
CREATE INDEX key_listing_by_year_project ON key_listing (zone, year, project, id);
CREATE INDEX key_listing_by_updated_at ON key_listing (zone, updated_at, id);
CREATE INDEX key_listing_history_by_ended_at ON key_listing_history (zone, ended_at);

-- 计划调整 Plan change
CREATE TABLE plan_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    kind TEXT COLLATE "C",
    decided_on BIGINT,
    amount_before BIGINT,
    amount_after BIGINT,
    authority TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE plan_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    year BIGINT,
    kind TEXT COLLATE "C",
    decided_on BIGINT,
    amount_before BIGINT,
    amount_after BIGINT,
    authority TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX plan_change_by_project_decided_on ON plan_change (zone, project, decided_on, id);
CREATE INDEX plan_change_by_year_kind ON plan_change (zone, year, kind, id);
CREATE INDEX plan_change_by_decided_on ON plan_change (zone, decided_on, id);
CREATE INDEX plan_change_by_updated_at ON plan_change (zone, updated_at, id);
CREATE INDEX plan_change_history_by_ended_at ON plan_change_history (zone, ended_at);

-- 节点 Milestone
CREATE TABLE milestone (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    name TEXT COLLATE "C",
    planned_on BIGINT,
    done_on BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE milestone_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    name TEXT COLLATE "C",
    planned_on BIGINT,
    done_on BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX milestone_key_project_name ON milestone (zone, project, name);
CREATE INDEX milestone_by_project_planned_on ON milestone (zone, project, planned_on, id);
CREATE INDEX milestone_by_updated_at ON milestone (zone, updated_at, id);
CREATE INDEX milestone_history_by_ended_at ON milestone_history (zone, ended_at);

-- 包联 Pairing
CREATE TABLE pairing (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    role TEXT COLLATE "C",
    person TEXT COLLATE "C",
    unit BIGINT,
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE pairing_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    role TEXT COLLATE "C",
    person TEXT COLLATE "C",
    unit BIGINT,
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX pairing_by_project_role_since_id_until_person ON pairing (zone, project, role, since, id, until, person, id);
CREATE INDEX pairing_by_person ON pairing (zone, person, id);
CREATE INDEX pairing_by_unit ON pairing (zone, unit, id);
CREATE INDEX pairing_by_updated_at ON pairing (zone, updated_at, id);
CREATE INDEX pairing_history_by_ended_at ON pairing_history (zone, ended_at);

-- 问题 Problem
CREATE TABLE problem (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    project BIGINT,
    enterprise BIGINT,
    subject TEXT COLLATE "C",
    category TEXT COLLATE "C",
    description TEXT COLLATE "C",
    raised_on BIGINT,
    source TEXT COLLATE "C",
    unit BIGINT,
    leader TEXT COLLATE "C",
    grade TEXT COLLATE "C",
    assigned_on BIGINT,
    due_on BIGINT,
    state TEXT COLLATE "C",
    closed_on BIGINT,
    measure TEXT COLLATE "C",
    evidence TEXT COLLATE "C",
    satisfaction TEXT COLLATE "C",
    duplicate_of BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE problem_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    project BIGINT,
    enterprise BIGINT,
    subject TEXT COLLATE "C",
    category TEXT COLLATE "C",
    description TEXT COLLATE "C",
    raised_on BIGINT,
    source TEXT COLLATE "C",
    unit BIGINT,
    leader TEXT COLLATE "C",
    grade TEXT COLLATE "C",
    assigned_on BIGINT,
    due_on BIGINT,
    state TEXT COLLATE "C",
    closed_on BIGINT,
    measure TEXT COLLATE "C",
    evidence TEXT COLLATE "C",
    satisfaction TEXT COLLATE "C",
    duplicate_of BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX problem_by_project_raised_on ON problem (zone, project, raised_on, id);
CREATE INDEX problem_by_raised_on ON problem (zone, raised_on, id);
CREATE INDEX problem_by_state_due_on ON problem (zone, state, due_on, id);
CREATE INDEX problem_by_category ON problem (zone, category, id);
CREATE INDEX problem_by_unit ON problem (zone, unit, id);
CREATE INDEX problem_by_duplicate_of ON problem (zone, duplicate_of, id);
CREATE INDEX problem_by_enterprise ON problem (zone, enterprise, id);
CREATE INDEX problem_by_updated_at ON problem (zone, updated_at, id);
CREATE INDEX problem_history_by_ended_at ON problem_history (zone, ended_at);

-- 问题办理 Problem step
CREATE TABLE problem_step (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    problem BIGINT,
    project BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    kind TEXT COLLATE "C",
    state TEXT COLLATE "C",
    stepped_on BIGINT,
    person TEXT COLLATE "C",
    content TEXT COLLATE "C",
    limit_days BIGINT,
    due_on BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE problem_step_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    problem BIGINT,
    project BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    kind TEXT COLLATE "C",
    state TEXT COLLATE "C",
    stepped_on BIGINT,
    person TEXT COLLATE "C",
    content TEXT COLLATE "C",
    limit_days BIGINT,
    due_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX problem_step_by_problem_stepped_on_id_kind ON problem_step (zone, problem, stepped_on, id, kind, id);
CREATE INDEX problem_step_by_unit_stepped_on ON problem_step (zone, unit, stepped_on, id);
CREATE INDEX problem_step_by_project ON problem_step (zone, project, id);
CREATE INDEX problem_step_by_enterprise ON problem_step (zone, enterprise, id);
CREATE INDEX problem_step_by_updated_at ON problem_step (zone, updated_at, id);
CREATE INDEX problem_step_history_by_ended_at ON problem_step_history (zone, ended_at);

-- 督办单据 Slip
CREATE TABLE slip (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    colour TEXT COLLATE "C",
    state TEXT COLLATE "C",
    year BIGINT,
    number BIGINT,
    problem BIGINT,
    project BIGINT,
    unit BIGINT,
    subject TEXT COLLATE "C",
    content TEXT COLLATE "C",
    issued_on BIGINT,
    due_on BIGINT,
    answer TEXT COLLATE "C",
    answered_on BIGINT,
    rectification TEXT COLLATE "C",
    plan_state TEXT COLLATE "C",
    plan_note TEXT COLLATE "C",
    limit_on BIGINT,
    document BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE slip_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    colour TEXT COLLATE "C",
    state TEXT COLLATE "C",
    year BIGINT,
    number BIGINT,
    problem BIGINT,
    project BIGINT,
    unit BIGINT,
    subject TEXT COLLATE "C",
    content TEXT COLLATE "C",
    issued_on BIGINT,
    due_on BIGINT,
    answer TEXT COLLATE "C",
    answered_on BIGINT,
    rectification TEXT COLLATE "C",
    plan_state TEXT COLLATE "C",
    plan_note TEXT COLLATE "C",
    limit_on BIGINT,
    document BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX slip_key_kind_year_number ON slip (zone, kind, year, number);
CREATE INDEX slip_by_problem_kind_colour_limit_on ON slip (zone, problem, kind, colour, limit_on, id);
CREATE INDEX slip_by_unit_issued_on ON slip (zone, unit, issued_on, id);
CREATE INDEX slip_by_state_due_on ON slip (zone, state, due_on, id);
CREATE INDEX slip_by_issued_on ON slip (zone, issued_on, id);
CREATE INDEX slip_by_project ON slip (zone, project, id);
CREATE INDEX slip_by_document ON slip (zone, document, id);
CREATE INDEX slip_by_updated_at ON slip (zone, updated_at, id);
CREATE INDEX slip_history_by_ended_at ON slip_history (zone, ended_at);

-- 亮灯规则 Lamp rule
CREATE TABLE lamp_rule (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    lamp TEXT COLLATE "C",
    name TEXT COLLATE "C",
    comparator TEXT COLLATE "C",
    applies TEXT COLLATE "C",
    yellow TEXT COLLATE "C",
    red TEXT COLLATE "C",
    value TEXT COLLATE "C",
    lever TEXT COLLATE "C",
    escalate_months BIGINT,
    since BIGINT,
    until BIGINT,
    preset TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE lamp_rule_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    lamp TEXT COLLATE "C",
    name TEXT COLLATE "C",
    comparator TEXT COLLATE "C",
    applies TEXT COLLATE "C",
    yellow TEXT COLLATE "C",
    red TEXT COLLATE "C",
    value TEXT COLLATE "C",
    lever TEXT COLLATE "C",
    escalate_months BIGINT,
    since BIGINT,
    until BIGINT,
    preset TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lamp_rule_by_lamp_since ON lamp_rule (zone, lamp, since, id);
CREATE INDEX lamp_rule_by_lamp_id ON lamp_rule (zone, lamp, id);
CREATE INDEX lamp_rule_by_updated_at ON lamp_rule (zone, updated_at, id);
CREATE INDEX lamp_rule_history_by_ended_at ON lamp_rule_history (zone, ended_at);

-- 灯的变化 Change of a light
CREATE TABLE lamp_change (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    lamp TEXT COLLATE "C",
    colour TEXT COLLATE "C",
    by_rule TEXT COLLATE "C",
    changed_on BIGINT,
    bad_since BIGINT,
    rule BIGINT,
    rule_version BIGINT,
    because TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE lamp_change_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    lamp TEXT COLLATE "C",
    colour TEXT COLLATE "C",
    by_rule TEXT COLLATE "C",
    changed_on BIGINT,
    bad_since BIGINT,
    rule BIGINT,
    rule_version BIGINT,
    because TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX lamp_change_key_project_lamp_changed_on ON lamp_change (zone, project, lamp, changed_on);
CREATE INDEX lamp_change_by_project_lamp_changed_on_colour_by_rule ON lamp_change (zone, project, lamp, changed_on, colour, by_rule, id);
CREATE INDEX lamp_change_by_rule ON lamp_change (zone, rule, id);
CREATE INDEX lamp_change_by_changed_on_id ON lamp_change (zone, changed_on, id);
CREATE INDEX lamp_change_by_updated_at ON lamp_change (zone, updated_at, id);
CREATE INDEX lamp_change_history_by_ended_at ON lamp_change_history (zone, ended_at);

-- 亮灯原因 Reason for a light
CREATE TABLE lamp_reason (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    lamp TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    accepted_by TEXT COLLATE "C",
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE lamp_reason_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    project BIGINT,
    lamp TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    accepted_by TEXT COLLATE "C",
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lamp_reason_by_project_lamp_until ON lamp_reason (zone, project, lamp, until, id);
CREATE INDEX lamp_reason_by_updated_at ON lamp_reason (zone, updated_at, id);
CREATE INDEX lamp_reason_history_by_ended_at ON lamp_reason_history (zone, ended_at);

-- 策划领域 Planning field
CREATE TABLE planning_field (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE planning_field_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX planning_field_key_name ON planning_field (zone, name);
CREATE INDEX planning_field_by_updated_at ON planning_field (zone, updated_at, id);
CREATE INDEX planning_field_history_by_ended_at ON planning_field_history (zone, ended_at);

-- 策划方向 Planning direction
CREATE TABLE planning_direction (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    field BIGINT,
    name TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE planning_direction_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    field BIGINT,
    name TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX planning_direction_key_name ON planning_direction (zone, name);
CREATE INDEX planning_direction_by_field ON planning_direction (zone, field, id);
CREATE INDEX planning_direction_by_updated_at ON planning_direction (zone, updated_at, id);
CREATE INDEX planning_direction_history_by_ended_at ON planning_direction_history (zone, ended_at);

-- 策划储备项目 Planned project
CREATE TABLE reserve (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    field BIGINT,
    direction BIGINT,
    total_investment BIGINT,
    unit BIGINT,
    maturity TEXT COLLATE "C",
    planned_start BIGINT,
    admitted_on BIGINT,
    state TEXT COLLATE "C",
    converted_to TEXT COLLATE "C",
    funding TEXT COLLATE "C",
    content TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE reserve_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    field BIGINT,
    direction BIGINT,
    total_investment BIGINT,
    unit BIGINT,
    maturity TEXT COLLATE "C",
    planned_start BIGINT,
    admitted_on BIGINT,
    state TEXT COLLATE "C",
    converted_to TEXT COLLATE "C",
    funding TEXT COLLATE "C",
    content TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX reserve_by_name ON reserve (zone, name, id);
CREATE INDEX reserve_by_admitted_on ON reserve (zone, admitted_on, id);
CREATE INDEX reserve_by_field ON reserve (zone, field, id);
CREATE INDEX reserve_by_direction ON reserve (zone, direction, id);
CREATE INDEX reserve_by_unit ON reserve (zone, unit, id);
CREATE INDEX reserve_by_updated_at ON reserve (zone, updated_at, id);
CREATE INDEX reserve_history_by_ended_at ON reserve_history (zone, ended_at);

-- 招商小分队 Squad
CREATE TABLE squad (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    unit BIGINT,
    chief TEXT COLLATE "C",
    direction TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE squad_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    unit BIGINT,
    chief TEXT COLLATE "C",
    direction TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX squad_key_name ON squad (zone, name);
CREATE INDEX squad_by_unit ON squad (zone, unit, id);
CREATE INDEX squad_by_updated_at ON squad (zone, updated_at, id);
CREATE INDEX squad_history_by_ended_at ON squad_history (zone, ended_at);

-- 招商线索 Lead
CREATE TABLE lead (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    squad BIGINT,
    name TEXT COLLATE "C",
    investor TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    amount BIGINT,
    stage TEXT COLLATE "C",
    first_contact_on BIGINT,
    followed_on BIGINT,
    signed_on BIGINT,
    project BIGINT,
    unit BIGINT,
    leader TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE lead_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    squad BIGINT,
    name TEXT COLLATE "C",
    investor TEXT COLLATE "C",
    sector TEXT COLLATE "C",
    amount BIGINT,
    stage TEXT COLLATE "C",
    first_contact_on BIGINT,
    followed_on BIGINT,
    signed_on BIGINT,
    project BIGINT,
    unit BIGINT,
    leader TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX lead_by_name ON lead (zone, name, id);
CREATE INDEX lead_by_stage ON lead (zone, stage, id);
CREATE INDEX lead_by_signed_on ON lead (zone, signed_on, id);
CREATE INDEX lead_by_squad ON lead (zone, squad, id);
CREATE INDEX lead_by_project ON lead (zone, project, id);
CREATE INDEX lead_by_unit ON lead (zone, unit, id);
CREATE INDEX lead_by_updated_at ON lead (zone, updated_at, id);
CREATE INDEX lead_history_by_ended_at ON lead_history (zone, ended_at);

-- 争取资金 Grant
CREATE TABLE grant_fund (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    unit BIGINT,
    project BIGINT,
    applied BIGINT,
    received BIGINT,
    state TEXT COLLATE "C",
    applied_on BIGINT,
    received_on BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE grant_fund_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    unit BIGINT,
    project BIGINT,
    applied BIGINT,
    received BIGINT,
    state TEXT COLLATE "C",
    applied_on BIGINT,
    received_on BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX grant_fund_by_name ON grant_fund (zone, name, id);
CREATE INDEX grant_fund_by_received_on ON grant_fund (zone, received_on, id);
CREATE INDEX grant_fund_by_unit ON grant_fund (zone, unit, id);
CREATE INDEX grant_fund_by_project ON grant_fund (zone, project, id);
CREATE INDEX grant_fund_by_updated_at ON grant_fund (zone, updated_at, id);
CREATE INDEX grant_fund_history_by_ended_at ON grant_fund_history (zone, ended_at);

-- 产业基金 Fund
CREATE TABLE fund (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    manager TEXT COLLATE "C",
    size BIGINT,
    subscribed BIGINT,
    paid_in BIGINT,
    invested BIGINT,
    projects BIGINT,
    established_on BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE fund_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    code TEXT COLLATE "C",
    name TEXT COLLATE "C",
    manager TEXT COLLATE "C",
    size BIGINT,
    subscribed BIGINT,
    paid_in BIGINT,
    invested BIGINT,
    projects BIGINT,
    established_on BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX fund_key_name ON fund (zone, name);
CREATE INDEX fund_by_updated_at ON fund (zone, updated_at, id);
CREATE INDEX fund_history_by_ended_at ON fund_history (zone, ended_at);

-- 周报周次 Report week
CREATE TABLE report_week (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    starts_on BIGINT,
    month BIGINT,
    due_at BIGINT,
    closes_at BIGINT,
    closed_at BIGINT,
    state TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE report_week_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    starts_on BIGINT,
    month BIGINT,
    due_at BIGINT,
    closes_at BIGINT,
    closed_at BIGINT,
    state TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX report_week_key_starts_on ON report_week (zone, starts_on);
CREATE INDEX report_week_by_state_closes_at ON report_week (zone, state, closes_at, id);
CREATE INDEX report_week_by_updated_at ON report_week (zone, updated_at, id);
CREATE INDEX report_week_history_by_ended_at ON report_week_history (zone, ended_at);

-- 填报任务 Reporting duty
CREATE TABLE report_duty (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    week BIGINT,
    unit BIGINT,
    due_at BIGINT,
    state TEXT COLLATE "C",
    submitted_at BIGINT,
    submitted_by TEXT COLLATE "C",
    confirmed_at BIGINT,
    confirmed_by TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE report_duty_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    week BIGINT,
    unit BIGINT,
    due_at BIGINT,
    state TEXT COLLATE "C",
    submitted_at BIGINT,
    submitted_by TEXT COLLATE "C",
    confirmed_at BIGINT,
    confirmed_by TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX report_duty_key_week_unit ON report_duty (zone, week, unit);
CREATE INDEX report_duty_by_unit_week ON report_duty (zone, unit, week, id);
CREATE INDEX report_duty_by_updated_at ON report_duty (zone, updated_at, id);
CREATE INDEX report_duty_history_by_ended_at ON report_duty_history (zone, ended_at);

-- 周报 Weekly report
CREATE TABLE weekly_report (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    week BIGINT,
    project BIGINT,
    unit BIGINT,
    due_on BIGINT,
    image_progress TEXT COLLATE "C",
    month_investment BIGINT,
    done TEXT COLLATE "C",
    next_plan TEXT COLLATE "C",
    difficulty TEXT COLLATE "C",
    changed TEXT COLLATE "C",
    filled_at BIGINT,
    filed_at BIGINT,
    filed_on BIGINT,
    late BIGINT NOT NULL DEFAULT 0,
    problem BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE weekly_report_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    week BIGINT,
    project BIGINT,
    unit BIGINT,
    due_on BIGINT,
    image_progress TEXT COLLATE "C",
    month_investment BIGINT,
    done TEXT COLLATE "C",
    next_plan TEXT COLLATE "C",
    difficulty TEXT COLLATE "C",
    changed TEXT COLLATE "C",
    filled_at BIGINT,
    filed_at BIGINT,
    filed_on BIGINT,
    late BIGINT NOT NULL DEFAULT 0,
    problem BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX weekly_report_key_project_week ON weekly_report (zone, project, week);
CREATE INDEX weekly_report_by_week_unit ON weekly_report (zone, week, unit, id);
CREATE INDEX weekly_report_by_project_due_on ON weekly_report (zone, project, due_on, id);
CREATE INDEX weekly_report_by_unit_due_on ON weekly_report (zone, unit, due_on, id);
CREATE INDEX weekly_report_by_due_on ON weekly_report (zone, due_on, id);
CREATE INDEX weekly_report_by_problem ON weekly_report (zone, problem, id);
CREATE INDEX weekly_report_by_due_on_unit_project ON weekly_report (zone, due_on, unit, project, id);
CREATE INDEX weekly_report_by_updated_at ON weekly_report (zone, updated_at, id);
CREATE INDEX weekly_report_history_by_ended_at ON weekly_report_history (zone, ended_at);

-- 会议活动 Meeting
CREATE TABLE meeting (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    title TEXT COLLATE "C",
    held_on BIGINT,
    place TEXT COLLATE "C",
    chair TEXT COLLATE "C",
    order_by TEXT COLLATE "C",
    condition TEXT COLLATE "C",
    item_minutes BIGINT,
    register_until BIGINT,
    capacity BIGINT,
    team_size BIGINT,
    note TEXT COLLATE "C",
    state TEXT COLLATE "C",
    minutes BIGINT,
    reopened_because TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE meeting_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    title TEXT COLLATE "C",
    held_on BIGINT,
    place TEXT COLLATE "C",
    chair TEXT COLLATE "C",
    order_by TEXT COLLATE "C",
    condition TEXT COLLATE "C",
    item_minutes BIGINT,
    register_until BIGINT,
    capacity BIGINT,
    team_size BIGINT,
    note TEXT COLLATE "C",
    state TEXT COLLATE "C",
    minutes BIGINT,
    reopened_because TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX meeting_by_held_on ON meeting (zone, held_on, id);
CREATE INDEX meeting_by_kind_held_on ON meeting (zone, kind, held_on, id);
CREATE INDEX meeting_by_minutes ON meeting (zone, minutes, id);
CREATE INDEX meeting_by_updated_at ON meeting (zone, updated_at, id);
CREATE INDEX meeting_history_by_ended_at ON meeting_history (zone, ended_at);

-- 议程 Agenda item
CREATE TABLE agenda_item (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    meeting BIGINT,
    sequence BIGINT,
    kind TEXT COLLATE "C",
    subject TEXT COLLATE "C",
    project BIGINT,
    lead BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    leader TEXT COLLATE "C",
    light TEXT COLLATE "C",
    promise BIGINT,
    problem BIGINT,
    amount BIGINT,
    content TEXT COLLATE "C",
    decision TEXT COLLATE "C",
    state TEXT COLLATE "C",
    packed BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (zone, id)
);
CREATE TABLE agenda_item_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    meeting BIGINT,
    sequence BIGINT,
    kind TEXT COLLATE "C",
    subject TEXT COLLATE "C",
    project BIGINT,
    lead BIGINT,
    enterprise BIGINT,
    unit BIGINT,
    leader TEXT COLLATE "C",
    light TEXT COLLATE "C",
    promise BIGINT,
    problem BIGINT,
    amount BIGINT,
    content TEXT COLLATE "C",
    decision TEXT COLLATE "C",
    state TEXT COLLATE "C",
    packed BIGINT NOT NULL DEFAULT 0,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX agenda_item_by_meeting_sequence ON agenda_item (zone, meeting, sequence, id);
CREATE INDEX agenda_item_by_project ON agenda_item (zone, project, id);
CREATE INDEX agenda_item_by_promise ON agenda_item (zone, promise, id);
CREATE INDEX agenda_item_by_problem ON agenda_item (zone, problem, id);
CREATE INDEX agenda_item_by_lead ON agenda_item (zone, lead, id);
CREATE INDEX agenda_item_by_enterprise ON agenda_item (zone, enterprise, id);
CREATE INDEX agenda_item_by_unit ON agenda_item (zone, unit, id);
CREATE INDEX agenda_item_by_updated_at ON agenda_item (zone, updated_at, id);
CREATE INDEX agenda_item_history_by_ended_at ON agenda_item_history (zone, ended_at);

-- 承诺事项 Promise
CREATE TABLE promise (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    what TEXT COLLATE "C",
    unit BIGINT,
    person TEXT COLLATE "C",
    due_on BIGINT,
    proof TEXT COLLATE "C",
    made_on BIGINT,
    meeting BIGINT,
    item BIGINT,
    project BIGINT,
    problem BIGINT,
    state TEXT COLLATE "C",
    done_on BIGINT,
    evidence TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE promise_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    what TEXT COLLATE "C",
    unit BIGINT,
    person TEXT COLLATE "C",
    due_on BIGINT,
    proof TEXT COLLATE "C",
    made_on BIGINT,
    meeting BIGINT,
    item BIGINT,
    project BIGINT,
    problem BIGINT,
    state TEXT COLLATE "C",
    done_on BIGINT,
    evidence TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX promise_by_meeting ON promise (zone, meeting, id);
CREATE INDEX promise_by_project ON promise (zone, project, id);
CREATE INDEX promise_by_unit ON promise (zone, unit, id);
CREATE INDEX promise_by_person ON promise (zone, person, id);
CREATE INDEX promise_by_state_due_on ON promise (zone, state, due_on, id);
CREATE INDEX promise_by_item ON promise (zone, item, id);
CREATE INDEX promise_by_due_on_id ON promise (zone, due_on, id);
CREATE INDEX promise_by_problem ON promise (zone, problem, id);
CREATE INDEX promise_by_updated_at ON promise (zone, updated_at, id);
CREATE INDEX promise_history_by_ended_at ON promise_history (zone, ended_at);

-- 参会 Attendance
CREATE TABLE attendance (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    meeting BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    team TEXT COLLATE "C",
    role TEXT COLLATE "C",
    registered BIGINT NOT NULL DEFAULT 0,
    present BIGINT NOT NULL DEFAULT 0,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE attendance_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    meeting BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    team TEXT COLLATE "C",
    role TEXT COLLATE "C",
    registered BIGINT NOT NULL DEFAULT 0,
    present BIGINT NOT NULL DEFAULT 0,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX attendance_key_meeting_unit_person ON attendance (zone, meeting, unit, person);
CREATE INDEX attendance_by_meeting_team ON attendance (zone, meeting, team, id);
CREATE INDEX attendance_by_unit ON attendance (zone, unit, id);
CREATE INDEX attendance_by_updated_at ON attendance (zone, updated_at, id);
CREATE INDEX attendance_history_by_ended_at ON attendance_history (zone, ended_at);

-- 附件 Attachment
CREATE TABLE attachment (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    content_type TEXT COLLATE "C",
    sha256 TEXT COLLATE "C",
    length BIGINT,
    content BYTEA,
    owner_entity TEXT COLLATE "C",
    owner_id BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE attachment_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    content_type TEXT COLLATE "C",
    sha256 TEXT COLLATE "C",
    length BIGINT,
    content BYTEA,
    owner_entity TEXT COLLATE "C",
    owner_id BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX attachment_by_sha256 ON attachment (zone, sha256, id);
CREATE INDEX attachment_by_owner_entity_owner_id ON attachment (zone, owner_entity, owner_id, id);
CREATE INDEX attachment_by_updated_at ON attachment (zone, updated_at, id);
CREATE INDEX attachment_history_by_ended_at ON attachment_history (zone, ended_at);

-- 导入记录 Import
CREATE TABLE import_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    file_name TEXT COLLATE "C",
    state TEXT COLLATE "C",
    as_of BIGINT,
    attachment BIGINT,
    mapping TEXT COLLATE "C",
    layout TEXT COLLATE "C",
    summary TEXT COLLATE "C",
    written TEXT COLLATE "C",
    committed_at BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE import_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    file_name TEXT COLLATE "C",
    state TEXT COLLATE "C",
    as_of BIGINT,
    attachment BIGINT,
    mapping TEXT COLLATE "C",
    layout TEXT COLLATE "C",
    summary TEXT COLLATE "C",
    written TEXT COLLATE "C",
    committed_at BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX import_run_by_attachment ON import_run (zone, attachment, id);
CREATE INDEX import_run_by_updated_at ON import_run (zone, updated_at, id);
CREATE INDEX import_run_history_by_ended_at ON import_run_history (zone, ended_at);

-- 历次报告 Past report
CREATE TABLE report_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    title TEXT COLLATE "C",
    as_of BIGINT,
    issue BIGINT,
    known_at BIGINT,
    docx BIGINT,
    annex BIGINT,
    template BIGINT,
    annex_template BIGINT,
    docx_digest TEXT COLLATE "C",
    annex_digest TEXT COLLATE "C",
    data TEXT COLLATE "C",
    frozen TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE report_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    title TEXT COLLATE "C",
    as_of BIGINT,
    issue BIGINT,
    known_at BIGINT,
    docx BIGINT,
    annex BIGINT,
    template BIGINT,
    annex_template BIGINT,
    docx_digest TEXT COLLATE "C",
    annex_digest TEXT COLLATE "C",
    data TEXT COLLATE "C",
    frozen TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX report_run_by_name_as_of ON report_run (zone, name, as_of, id);
CREATE INDEX report_run_by_docx ON report_run (zone, docx, id);
CREATE INDEX report_run_by_annex ON report_run (zone, annex, id);
CREATE INDEX report_run_by_template ON report_run (zone, template, id);
CREATE INDEX report_run_by_annex_template ON report_run (zone, annex_template, id);
CREATE INDEX report_run_by_updated_at ON report_run (zone, updated_at, id);
CREATE INDEX report_run_history_by_ended_at ON report_run_history (zone, ended_at);

-- 版式记忆 Remembered layout
CREATE TABLE sheet_layout (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    fingerprint TEXT COLLATE "C",
    mapping TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE sheet_layout_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    fingerprint TEXT COLLATE "C",
    mapping TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX sheet_layout_key_fingerprint ON sheet_layout (zone, fingerprint);
CREATE INDEX sheet_layout_by_updated_at ON sheet_layout (zone, updated_at, id);
CREATE INDEX sheet_layout_history_by_ended_at ON sheet_layout_history (zone, ended_at);

-- 视图 Saved view
CREATE TABLE saved_view (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    page TEXT COLLATE "C",
    query TEXT COLLATE "C",
    shared BIGINT NOT NULL DEFAULT 0,
    position BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE saved_view_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    page TEXT COLLATE "C",
    query TEXT COLLATE "C",
    shared BIGINT NOT NULL DEFAULT 0,
    position BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX saved_view_by_page_position ON saved_view (zone, page, position, id);
CREATE INDEX saved_view_by_updated_at ON saved_view (zone, updated_at, id);
CREATE INDEX saved_view_history_by_ended_at ON saved_view_history (zone, ended_at);

-- 审计记录 Audit record
CREATE TABLE audit_record (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    act TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    row_id BIGINT,
    row_version BIGINT,
    outcome TEXT COLLATE "C",
    role TEXT COLLATE "C",
    origin TEXT COLLATE "C",
    request TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    content TEXT COLLATE "C",
    listed BYTEA,
    previous TEXT COLLATE "C",
    hash TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE audit_record_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    act TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    row_id BIGINT,
    row_version BIGINT,
    outcome TEXT COLLATE "C",
    role TEXT COLLATE "C",
    origin TEXT COLLATE "C",
    request TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    content TEXT COLLATE "C",
    listed BYTEA,
    previous TEXT COLLATE "C",
    hash TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX audit_record_by_entity_row_id ON audit_record (zone, entity, row_id, id);
CREATE INDEX audit_record_by_updated_at ON audit_record (zone, updated_at, id);
CREATE INDEX audit_record_history_by_ended_at ON audit_record_history (zone, ended_at);
CREATE OR REPLACE FUNCTION audit_record_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF TG_OP = ''DELETE'' THEN IF EXISTS (SELECT 1 FROM audit_retention r WHERE r.zone = OLD.zone AND r.up_to >= OLD.id) THEN RETURN OLD; END IF; END IF; RAISE EXCEPTION ''rows of audit_record are never changed or deleted''; END';
CREATE OR REPLACE TRIGGER audit_record_stays BEFORE UPDATE OR DELETE ON audit_record FOR EACH ROW EXECUTE FUNCTION audit_record_stays();
CREATE OR REPLACE TRIGGER audit_record_remains BEFORE TRUNCATE ON audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_record_stays();

-- 备份记录 Backup
CREATE TABLE backup_run (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    started_at BIGINT,
    outcome TEXT COLLATE "C",
    took BIGINT,
    file TEXT COLLATE "C",
    bytes BIGINT,
    row_count BIGINT,
    sealed BIGINT NOT NULL DEFAULT 0,
    digest TEXT COLLATE "C",
    removed BIGINT,
    failure TEXT COLLATE "C",
    PRIMARY KEY (id)
);
CREATE TABLE backup_run_history (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    started_at BIGINT,
    outcome TEXT COLLATE "C",
    took BIGINT,
    file TEXT COLLATE "C",
    bytes BIGINT,
    row_count BIGINT,
    sealed BIGINT NOT NULL DEFAULT 0,
    digest TEXT COLLATE "C",
    removed BIGINT,
    failure TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX backup_run_by_started_at ON backup_run (started_at, id);
CREATE INDEX backup_run_by_updated_at ON backup_run (updated_at, id);
CREATE INDEX backup_run_history_by_ended_at ON backup_run_history (ended_at);

-- 工作日历 Calendar day
CREATE TABLE calendar_day (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    day BIGINT,
    kind TEXT COLLATE "C",
    name TEXT COLLATE "C",
    announced BIGINT NOT NULL DEFAULT 0,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE calendar_day_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    day BIGINT,
    kind TEXT COLLATE "C",
    name TEXT COLLATE "C",
    announced BIGINT NOT NULL DEFAULT 0,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX calendar_day_key_day ON calendar_day (zone, day);
CREATE INDEX calendar_day_by_updated_at ON calendar_day (zone, updated_at, id);
CREATE INDEX calendar_day_history_by_ended_at ON calendar_day_history (zone, ended_at);

-- 定时任务记录 Job run
CREATE TABLE job_run (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    started_at BIGINT,
    outcome TEXT COLLATE "C",
    took BIGINT,
    changed BIGINT,
    failure TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE job_run_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    started_at BIGINT,
    outcome TEXT COLLATE "C",
    took BIGINT,
    changed BIGINT,
    failure TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX job_run_by_name_started_at ON job_run (zone, name, started_at, id);
CREATE INDEX job_run_by_started_at_id ON job_run (zone, started_at, id);
CREATE INDEX job_run_by_updated_at ON job_run (zone, updated_at, id);
CREATE INDEX job_run_history_by_ended_at ON job_run_history (zone, ended_at);

-- 办理期限 Clock
CREATE TABLE clock (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    owner_entity TEXT COLLATE "C",
    owner_id BIGINT,
    project BIGINT,
    received_on BIGINT,
    limit_days BIGINT,
    limit_kind TEXT COLLATE "C",
    due_on BIGINT,
    stopped_on BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    finished_on BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE clock_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    name TEXT COLLATE "C",
    owner_entity TEXT COLLATE "C",
    owner_id BIGINT,
    project BIGINT,
    received_on BIGINT,
    limit_days BIGINT,
    limit_kind TEXT COLLATE "C",
    due_on BIGINT,
    stopped_on BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    finished_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX clock_by_owner_entity_owner_id ON clock (zone, owner_entity, owner_id, id);
CREATE INDEX clock_by_finished_on_due_on ON clock (zone, finished_on, due_on, id);
CREATE INDEX clock_by_project ON clock (zone, project, id);
CREATE INDEX clock_by_due_on_id ON clock (zone, due_on, id);
CREATE INDEX clock_by_unit ON clock (zone, unit, id);
CREATE INDEX clock_by_updated_at ON clock (zone, updated_at, id);
CREATE INDEX clock_history_by_ended_at ON clock_history (zone, ended_at);

-- 停表 Clock stop
CREATE TABLE clock_stop (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    clock BIGINT,
    project BIGINT,
    kind TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    stopped_on BIGINT,
    resumed_on BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE clock_stop_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    clock BIGINT,
    project BIGINT,
    kind TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    stopped_on BIGINT,
    resumed_on BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX clock_stop_by_clock_stopped_on ON clock_stop (zone, clock, stopped_on, id);
CREATE INDEX clock_stop_by_project ON clock_stop (zone, project, id);
CREATE INDEX clock_stop_by_updated_at ON clock_stop (zone, updated_at, id);
CREATE INDEX clock_stop_history_by_ended_at ON clock_stop_history (zone, ended_at);

-- 经手 Desk
CREATE TABLE desk (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    clock BIGINT,
    project BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    since BIGINT,
    until BIGINT,
    PRIMARY KEY (zone, id)
);
CREATE TABLE desk_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    clock BIGINT,
    project BIGINT,
    unit BIGINT,
    person TEXT COLLATE "C",
    since BIGINT,
    until BIGINT,
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX desk_by_clock_since ON desk (zone, clock, since, id);
CREATE INDEX desk_by_project ON desk (zone, project, id);
CREATE INDEX desk_by_unit ON desk (zone, unit, id);
CREATE INDEX desk_by_updated_at ON desk (zone, updated_at, id);
CREATE INDEX desk_history_by_ended_at ON desk_history (zone, ended_at);

-- 授权 Right
CREATE TABLE role_right (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    role TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    acts TEXT COLLATE "C",
    reach TEXT COLLATE "C",
    field_groups TEXT COLLATE "C",
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE role_right_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    role TEXT COLLATE "C",
    entity TEXT COLLATE "C",
    acts TEXT COLLATE "C",
    reach TEXT COLLATE "C",
    field_groups TEXT COLLATE "C",
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE INDEX role_right_by_role_entity ON role_right (zone, role, entity, id);
CREATE INDEX role_right_by_updated_at ON role_right (zone, updated_at, id);
CREATE INDEX role_right_history_by_ended_at ON role_right_history (zone, ended_at);

-- 用户 User
CREATE TABLE app_user (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    login TEXT COLLATE "C",
    name TEXT COLLATE "C",
    role TEXT COLLATE "C",
    unit BIGINT,
    enterprise BIGINT,
    squad BIGINT,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    disabled BIGINT NOT NULL DEFAULT 0,
    expires_on BIGINT,
    note TEXT COLLATE "C",
    PRIMARY KEY (zone, id)
);
CREATE TABLE app_user_history (
    zone BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C",
    login TEXT COLLATE "C",
    name TEXT COLLATE "C",
    role TEXT COLLATE "C",
    unit BIGINT,
    enterprise BIGINT,
    squad BIGINT,
    phone TEXT COLLATE "C",
    email TEXT COLLATE "C",
    disabled BIGINT NOT NULL DEFAULT 0,
    expires_on BIGINT,
    note TEXT COLLATE "C",
    ended_at BIGINT NOT NULL,
    ended_by TEXT NOT NULL,
    ended_way TEXT,
    deleted BIGINT NOT NULL,
    PRIMARY KEY (zone, id, version)
);
CREATE UNIQUE INDEX app_user_key_login ON app_user (zone, login);
CREATE INDEX app_user_by_unit ON app_user (zone, unit, id);
CREATE INDEX app_user_by_enterprise ON app_user (zone, enterprise, id);
CREATE INDEX app_user_by_squad ON app_user (zone, squad, id);
CREATE INDEX app_user_by_updated_at ON app_user (zone, updated_at, id);
CREATE INDEX app_user_history_by_ended_at ON app_user_history (zone, ended_at);

ALTER TABLE unit ADD CONSTRAINT unit_ref_parent FOREIGN KEY (zone, parent) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE project ADD CONSTRAINT project_ref_enterprise FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE project ADD CONSTRAINT project_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE phase ADD CONSTRAINT phase_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE stage_change ADD CONSTRAINT stage_change_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE halt ADD CONSTRAINT halt_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plan_year ADD CONSTRAINT plan_year_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plan_month ADD CONSTRAINT plan_month_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE investment ADD CONSTRAINT investment_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE statistics_entry ADD CONSTRAINT statistics_entry_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE key_listing ADD CONSTRAINT key_listing_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plan_change ADD CONSTRAINT plan_change_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE milestone ADD CONSTRAINT milestone_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing ADD CONSTRAINT pairing_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pairing ADD CONSTRAINT pairing_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem ADD CONSTRAINT problem_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem ADD CONSTRAINT problem_ref_enterprise FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem ADD CONSTRAINT problem_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem ADD CONSTRAINT problem_ref_duplicate_of FOREIGN KEY (zone, duplicate_of) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem_step ADD CONSTRAINT problem_step_ref_problem FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem_step ADD CONSTRAINT problem_step_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem_step ADD CONSTRAINT problem_step_ref_enterprise FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE problem_step ADD CONSTRAINT problem_step_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE slip ADD CONSTRAINT slip_ref_problem FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE slip ADD CONSTRAINT slip_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE slip ADD CONSTRAINT slip_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE slip ADD CONSTRAINT slip_ref_document FOREIGN KEY (zone, document) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lamp_change ADD CONSTRAINT lamp_change_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lamp_change ADD CONSTRAINT lamp_change_ref_rule FOREIGN KEY (zone, rule) REFERENCES lamp_rule (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lamp_reason ADD CONSTRAINT lamp_reason_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_direction ADD CONSTRAINT planning_direction_ref_field FOREIGN KEY (zone, field) REFERENCES planning_field (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reserve ADD CONSTRAINT reserve_ref_field FOREIGN KEY (zone, field) REFERENCES planning_field (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reserve ADD CONSTRAINT reserve_ref_direction FOREIGN KEY (zone, direction) REFERENCES planning_direction (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE reserve ADD CONSTRAINT reserve_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE squad ADD CONSTRAINT squad_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lead ADD CONSTRAINT lead_ref_squad FOREIGN KEY (zone, squad) REFERENCES squad (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lead ADD CONSTRAINT lead_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE lead ADD CONSTRAINT lead_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE grant_fund ADD CONSTRAINT grant_fund_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE grant_fund ADD CONSTRAINT grant_fund_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_duty ADD CONSTRAINT report_duty_ref_week FOREIGN KEY (zone, week) REFERENCES report_week (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_duty ADD CONSTRAINT report_duty_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE weekly_report ADD CONSTRAINT weekly_report_ref_week FOREIGN KEY (zone, week) REFERENCES report_week (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE weekly_report ADD CONSTRAINT weekly_report_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE weekly_report ADD CONSTRAINT weekly_report_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE weekly_report ADD CONSTRAINT weekly_report_ref_problem FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE meeting ADD CONSTRAINT meeting_ref_minutes FOREIGN KEY (zone, minutes) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_meeting FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_lead FOREIGN KEY (zone, lead) REFERENCES lead (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_enterprise FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_promise FOREIGN KEY (zone, promise) REFERENCES promise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE agenda_item ADD CONSTRAINT agenda_item_ref_problem FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE promise ADD CONSTRAINT promise_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE promise ADD CONSTRAINT promise_ref_meeting FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE promise ADD CONSTRAINT promise_ref_item FOREIGN KEY (zone, item) REFERENCES agenda_item (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE promise ADD CONSTRAINT promise_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE promise ADD CONSTRAINT promise_ref_problem FOREIGN KEY (zone, problem) REFERENCES problem (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE attendance ADD CONSTRAINT attendance_ref_meeting FOREIGN KEY (zone, meeting) REFERENCES meeting (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE attendance ADD CONSTRAINT attendance_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE import_run ADD CONSTRAINT import_run_ref_attachment FOREIGN KEY (zone, attachment) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_run ADD CONSTRAINT report_run_ref_docx FOREIGN KEY (zone, docx) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_run ADD CONSTRAINT report_run_ref_annex FOREIGN KEY (zone, annex) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_run ADD CONSTRAINT report_run_ref_template FOREIGN KEY (zone, template) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE report_run ADD CONSTRAINT report_run_ref_annex_template FOREIGN KEY (zone, annex_template) REFERENCES attachment (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock ADD CONSTRAINT clock_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock ADD CONSTRAINT clock_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock_stop ADD CONSTRAINT clock_stop_ref_clock FOREIGN KEY (zone, clock) REFERENCES clock (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE clock_stop ADD CONSTRAINT clock_stop_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE desk ADD CONSTRAINT desk_ref_clock FOREIGN KEY (zone, clock) REFERENCES clock (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE desk ADD CONSTRAINT desk_ref_project FOREIGN KEY (zone, project) REFERENCES project (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE desk ADD CONSTRAINT desk_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app_user ADD CONSTRAINT app_user_ref_unit FOREIGN KEY (zone, unit) REFERENCES unit (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app_user ADD CONSTRAINT app_user_ref_enterprise FOREIGN KEY (zone, enterprise) REFERENCES enterprise (zone, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE app_user ADD CONSTRAINT app_user_ref_squad FOREIGN KEY (zone, squad) REFERENCES squad (zone, id) DEFERRABLE INITIALLY DEFERRED;
