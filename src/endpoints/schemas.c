/* schemas.c — shapes of answers that no field table describes, as JSON Schema. */
#include "endpoints/schemas.h"

#define TEXT                     "{\"type\":\"string\"}"
#define TEXT_NULL                "{\"type\":[\"string\",\"null\"]}"
#define GROUPS                   "{\"type\":[\"array\",\"null\"],\"items\":" TEXT "}"
#define INTEGER                  "{\"type\":\"integer\",\"format\":\"int64\"}"
#define INT_NULL                 "{\"type\":[\"integer\",\"null\"],\"format\":\"int64\"}"
#define BOOLEAN                  "{\"type\":\"boolean\"}"
#define OBJECT                   "{\"type\":\"object\"}"
#define REF(name)                "{\"$ref\":\"#/components/schemas/" name "\"}"
#define LIST(item)               "{\"type\":\"array\",\"items\":" item "}"
#define OF(required, properties) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"
#define ENUM(words)              "{\"type\":\"string\",\"enum\":[" words "]}"

/* clang-format off */
#define NUMBER                                                                                                            \
    "\"value\":{\"type\":[\"integer\",\"string\",\"null\"],\"description\":"                                              \
    "\"个数，或金额（分），或百分比（文本） a count, an amount in 1/100 yuan, or percent as text\"},"                         \
    "\"display\":" TEXT ",\"part\":" INTEGER ",\"whole\":" INTEGER ",\"expected\":" INTEGER ",\"schedule\":" TEXT ",\"points\":" TEXT ","          \
    "\"points_display\":" TEXT

#define METRIC_REQUIRED "\"metric\",\"zone\",\"as_of\",\"unit\",\"value\",\"display\",\"label\",\"definition\",\"definitions\""
#define METRIC                                                                                                            \
    "\"metric\":" TEXT ",\"zone\":" TEXT ",\"as_of\":" TEXT ",\"known_at\":" TEXT ",\"unit\":" ENUM("\"count\",\"fen\",\"percent\"") ","  \
    NUMBER ",\"label\":" REF("label") ",\"definition\":" TEXT ",\"definitions\":" REF("label")

#define LOOK   "\"font\":" TEXT ",\"size\":" INTEGER ",\"bold\":" BOOLEAN ",\"italic\":" BOOLEAN ",\"underline\":" BOOLEAN ",\"color\":" TEXT
#define LAYOUT "\"align\":" TEXT ",\"line\":" INTEGER ",\"first_line\":" INTEGER ",\"left\":" INTEGER ",\"right\":" INTEGER ","  \
               "\"before\":" INTEGER ",\"after\":" INTEGER ",\"page_break\":" BOOLEAN ",\"rule\":" BOOLEAN

#define FROZEN "\"metric\":" TEXT ",\"label\":" REF("label") ",\"where\":" TEXT_NULL ",\"value\":" INT_NULL ",\"display\":" TEXT_NULL ",\"count\":" INTEGER

#define ROW_VERSION OF("\"id\",\"version\"", "\"id\":" INTEGER ",\"version\":" INTEGER)
#define REMARKS     LIST(REF("import_remark"))
#define COUNTS      "{\"type\":\"object\",\"additionalProperties\":" INTEGER "}"

const struct schema_doc endpoint_schemas[] = {
    {.name = "label", .json = OF("\"zh\",\"en\"", "\"zh\":" TEXT_NULL ",\"en\":" TEXT_NULL)},
    {.name = "sign_in_ways", .about = {"可用的登录方式", "the ways to sign in"}, .json = OF("\"ways\",\"oidc\"",
        "\"ways\":" LIST(TEXT) ",\"oidc\":" LIST(OF("\"name\",\"label\"", "\"name\":" TEXT ",\"label\":" TEXT)))},
    {.name = "me", .about = {"登录的人；rights 按对象列出能做什么、管到哪些行", "who is signed in; rights: what may be done with each entity, and over which rows"},
        .json = OF("\"id\",\"login\",\"name\",\"role\",\"role_label\",\"unit\",\"unit_title\",\"zone\",\"as_of\",\"way\",\"totp\",\"must_change\",\"rights\"",
            "\"id\":" INTEGER ",\"login\":" TEXT ",\"name\":" TEXT ",\"role\":" TEXT_NULL ",\"role_label\":" REF("label") ",\"unit\":" INT_NULL ","
            "\"unit_title\":" TEXT_NULL ",\"zone\":" OF("\"code\",\"name\"", "\"code\":" TEXT ",\"name\":" TEXT) ",\"as_of\":" TEXT_NULL ",\"way\":" TEXT ","
            "\"totp\":" BOOLEAN ",\"must_change\":" BOOLEAN ",\"rights\":{\"type\":\"object\",\"additionalProperties\":" REF("granted") "}")},
    {.name = "sessions", .about = {"登录，或程序的令牌", "sessions, or tokens of programs"}, .json = OF("\"items\"",
        "\"items\":" LIST(OF("\"id\",\"way\",\"address\",\"agent\",\"made_at\",\"seen_at\",\"expires_at\",\"current\"",
            "\"id\":" TEXT ",\"way\":" TEXT ",\"name\":" TEXT ",\"shown\":" TEXT ",\"actions\":" ENUM("\"read\",\"write\"") ","
            "\"user\":" INTEGER ",\"login\":" TEXT ",\"user_name\":" TEXT ",\"address\":" TEXT_NULL ",\"agent\":" TEXT_NULL ","
            "\"made_at\":" TEXT ",\"seen_at\":" TEXT ",\"expires_at\":" TEXT ",\"current\":" BOOLEAN)))},
    {.name = "totp_secret", .json = OF("\"secret\",\"uri\"", "\"secret\":" TEXT ",\"uri\":" TEXT)},
    {.name = "recovery", .json = OF("\"recovery\"", "\"recovery\":" LIST(TEXT))},
    {.name = "token", .json = OF("\"token\",\"name\",\"actions\",\"expires_at\"", "\"token\":" TEXT ",\"name\":" TEXT ",\"actions\":" TEXT ",\"expires_at\":" TEXT)},
    {.name = "once", .json = OF("\"password\"", "\"password\":" TEXT)},
    {.name = "rows_page", .json = OF("\"items\",\"next\"", "\"items\":" LIST(OBJECT) ",\"next\":" TEXT_NULL)},
    {.name = "row_draft", .about = {"表单中的字段；已有的行另给 id", "fields of a form; of an existing row its id too"},
        .json = "{\"type\":\"object\",\"properties\":{\"id\":" INT_NULL "},\"additionalProperties\":true}"},
    {.name = "findings", .json = OF("\"findings\"", "\"findings\":" LIST(REF("finding")))},
    {.name = "undo", .about = {"撤销哪一版的修改", "which version's change to undo"},
        .json = OF("\"version\"", "\"version\":" INTEGER ",\"dry_run\":" BOOLEAN)},
    {.name = "undone", .json = OF("\"kind\",\"changed\",\"fields\",\"dry_run\",\"row\"", "\"kind\":" ENUM("\"change\",\"creation\",\"deletion\"") ","
        "\"changed\":" BOOLEAN ",\"dry_run\":" BOOLEAN ",\"fields\":" LIST(REF("undone_field")) ",\"row\":{\"type\":[\"object\",\"null\"]}")},
    {.name = "undone_field", .about = {"修改前、修改后和现在的值；之后又被谁修改", "before the change, after it and now; who changed it since"},
        .json = OF("\"field\",\"before\",\"after\",\"now\",\"changed_since\"", "\"field\":" TEXT ",\"before\":{},\"after\":{},\"now\":{},"
            "\"changed_since\":" BOOLEAN ",\"version\":" INTEGER ",\"by\":" TEXT ",\"at\":" TEXT)},
    {.name = "comparison", .about = {"两个时点的差别；next 为下一页", "what two moments say differently; next leads to the page after"},
        .json = OF("\"items\",\"next\"", "\"items\":" LIST(OF("\"id\",\"kind\",\"changed\",\"then\",\"now\"", "\"id\":" INTEGER ",\"kind\":" ENUM("\"added\",\"gone\",\"changed\"") ","
            "\"changed\":" LIST(TEXT) ",\"then\":{\"type\":[\"object\",\"null\"]},\"now\":{\"type\":[\"object\",\"null\"]}")) ",\"next\":" TEXT_NULL ","
            "\"counts\":" OF("\"added\",\"gone\",\"changed\"", "\"added\":" INTEGER ",\"gone\":" INTEGER ",\"changed\":" INTEGER))},
    {.name = "bulk_change", .about = {"同样的修改用于多行，全部成功或全部不改", "one change for many rows: all of them or none"},
        .json = OF("\"rows\",\"set\"", "\"rows\":{\"type\":\"array\",\"maxItems\":1000,\"items\":" ROW_VERSION "},"
            "\"set\":{\"type\":\"object\",\"additionalProperties\":true}")},
    {.name = "bulk_result", .json = OF("\"updated\",\"unchanged\",\"items\"",
        "\"updated\":" INTEGER ",\"unchanged\":" INTEGER ",\"items\":" LIST(ROW_VERSION))},
    {.name = "search_answer", .json = OF("\"groups\"", "\"groups\":" LIST(OF("\"entity\",\"label\",\"items\",\"more\"",
        "\"entity\":" TEXT ",\"label\":" REF("label") ",\"items\":" LIST(OF("\"id\",\"title\",\"detail\",\"field\"",
            "\"id\":" INTEGER ",\"title\":" TEXT ",\"detail\":" TEXT ",\"field\":" TEXT)) ",\"more\":" BOOLEAN)))},
    {.name = "groups", .json = OF("\"by\",\"as_of\",\"groups\",\"total\"", "\"by\":" LIST(TEXT) ",\"as_of\":" TEXT ","
        "\"groups\":" LIST(OF("\"keys\",\"labels\",\"count\",\"sums\",\"where\"", "\"keys\":" LIST(TEXT_NULL) ",\"labels\":" LIST(REF("label")) ","
            "\"count\":" INTEGER ",\"sums\":" COUNTS ",\"where\":" TEXT)) ","
        "\"total\":" OF("\"count\",\"sums\"", "\"count\":" INTEGER ",\"sums\":" COUNTS))},
    {.name = "metric", .json = OF(METRIC_REQUIRED, METRIC ",\"by\":" TEXT ","
        "\"groups\":" LIST(OF("\"key\",\"label\",\"where\",\"value\",\"display\"", "\"key\":" TEXT_NULL ",\"label\":" REF("label") ",\"where\":" TEXT_NULL "," NUMBER)))},
    {.name = "metric_series", .about = {"各月末的数，最后一个是统计日期的", "at the ends of months, the last at the date"},
        .json = OF(METRIC_REQUIRED ",\"series\"", METRIC ",\"series\":" LIST(OF("\"as_of\",\"value\",\"display\"", "\"as_of\":" TEXT "," NUMBER)))},
    {.name = "metric_catalogue", .json = OF("\"items\"", "\"items\":" LIST(OF(
        "\"name\",\"label\",\"definition\",\"unit\",\"entity\",\"through\",\"where\",\"value\",\"over\",\"expected\",\"month\",\"rows\",\"used\"",
        "\"name\":" TEXT ",\"label\":" REF("label") ",\"definition\":" REF("label") ",\"unit\":" ENUM("\"count\",\"fen\",\"percent\"") ","
        "\"entity\":" TEXT ",\"through\":" TEXT_NULL ",\"where\":" TEXT_NULL ",\"value\":" TEXT_NULL ",\"over\":" TEXT_NULL ","
        "\"expected\":" TEXT_NULL ",\"month\":" TEXT_NULL ",\"rows\":" LIST(TEXT) ","
        "\"used\":" LIST(OF("\"kind\",\"name\",\"label\"", "\"kind\":" TEXT ",\"name\":" TEXT ",\"label\":" REF("label"))))))},
    {.name = "metric_list", .json = OF("\"as_of\",\"items\"", "\"as_of\":" TEXT_NULL ",\"items\":" LIST(REF("metric")))},
    {.name = "meta", .json = OF("\"version\",\"map_tiles\",\"entities\",\"metrics\",\"reports\"",
        "\"version\":" TEXT ",\"map_tiles\":" TEXT_NULL ","
        "\"entities\":" LIST(OF("\"name\",\"label\"", "\"name\":" TEXT ",\"label\":" REF("label") ",\"internal\":" BOOLEAN)) ","
        "\"metrics\":" LIST(OF("\"name\",\"label\",\"definition\",\"unit\",\"entity\",\"through\",\"month\"",
            "\"name\":" TEXT ",\"label\":" REF("label") ",\"definition\":" REF("label") ",\"unit\":" TEXT ",\"entity\":" TEXT ","
            "\"through\":" TEXT_NULL ",\"month\":" TEXT_NULL)) ","
        "\"reports\":" LIST(OF("\"name\",\"label\"", "\"name\":" TEXT ",\"label\":" REF("label"))))},
    {.name = "form", .json = OF("\"name\",\"label\",\"fields\"",
        "\"name\":" TEXT ",\"label\":" REF("label") ",\"help\":" REF("label") ",\"title\":" TEXT_NULL ",\"order\":" TEXT_NULL ","
        "\"global\":" BOOLEAN ",\"internal\":" BOOLEAN ",\"keys\":" LIST(LIST(TEXT)) ","
        "\"fields\":" LIST(OF("\"name\",\"type\",\"label\"",
            "\"name\":" TEXT ",\"type\":" TEXT ",\"label\":" REF("label") ",\"help\":" REF("label") ","
            "\"head\":" BOOLEAN ",\"required\":" BOOLEAN ",\"readonly\":" BOOLEAN ",\"derived\":" BOOLEAN ",\"list\":" BOOLEAN ","
            "\"search\":" BOOLEAN ",\"group\":" BOOLEAN ",\"open\":" BOOLEAN ",\"cycle\":" BOOLEAN ",\"day\":" BOOLEAN ",\"ref\":" TEXT ",\"through\":" TEXT ",\"dates\":" TEXT ","
            "\"choices\":" LIST(OF("\"code\",\"label\"", "\"code\":" TEXT ",\"label\":" REF("label"))) ","
            "\"min\":" INTEGER ",\"max\":" INTEGER ",\"unit\":" TEXT ",\"rights\":" TEXT ",\"synonyms\":" LIST(TEXT))))},
    {.name = "rights", .about = {"各角色的权限", "what each role may do"}, .json = OF("\"acts\",\"reaches\",\"field_groups\",\"entities\",\"roles\"",
        "\"acts\":" LIST(REF("choice")) ",\"reaches\":" LIST(REF("choice")) ",\"field_groups\":" LIST(REF("choice")) ","
        "\"entities\":" LIST(OF("\"code\",\"label\"", "\"code\":" TEXT ",\"label\":" REF("label") ",\"guarded\":" BOOLEAN)) ","
        "\"roles\":" LIST(OF("\"role\",\"label\",\"help\",\"administrator\",\"rights\"",
            "\"role\":" TEXT ",\"label\":" REF("label") ",\"help\":" REF("label") ",\"administrator\":" BOOLEAN ","
            "\"rights\":{\"type\":\"object\",\"additionalProperties\":" REF("granted") "}")))},
    {.name = "rights_of_person", .about = {"一个人的权限和够得到的行数", "what a person may do, and over how many rows"}, .json = OF("\"person\",\"role\",\"rights\",\"rows\"",
        "\"person\":" INTEGER ",\"role\":" TEXT_NULL ",\"rights\":{\"type\":\"object\",\"additionalProperties\":" REF("granted") "},"
        "\"rows\":{\"type\":\"object\",\"additionalProperties\":" OF("\"all\",\"read\",\"update\",\"delete\"", "\"all\":" INTEGER ",\"read\":" INTEGER ",\"update\":" INTEGER ",\"delete\":" INTEGER) "}")},
    {.name = "choice", .json = OF("\"code\",\"label\"", "\"code\":" TEXT ",\"label\":" REF("label"))},
    {.name = "granted", .about = {"对一种对象的各动作的范围；字段组为空表示全部", "the reach of each act over an entity; null field groups: all"},
        .json = OF("\"read\",\"create\",\"update\",\"delete\",\"export\",\"import\",\"fields\"",
        "\"read\":" TEXT_NULL ",\"create\":" TEXT_NULL ",\"update\":" TEXT_NULL ",\"delete\":" TEXT_NULL ",\"export\":" TEXT_NULL ",\"import\":" TEXT_NULL ","
        "\"fields\":" OF("\"read\",\"create\",\"update\"", "\"read\":" GROUPS ",\"create\":" GROUPS ",\"update\":" GROUPS))},
    {.name = "conditions", .about = {"筛选条件拆成的各条", "the parts of a condition"}, .json = OF("\"text\",\"words\",\"any\",\"conditions\"",
        "\"text\":" TEXT ",\"words\":" TEXT ",\"any\":" BOOLEAN ","
        "\"conditions\":" LIST(OF("\"text\",\"words\",\"field\",\"op\",\"values\"", "\"text\":" TEXT ",\"words\":" TEXT ","
            "\"field\":" TEXT_NULL ",\"op\":" TEXT_NULL ",\"values\":" LIST("{\"type\":[\"string\",\"integer\",\"boolean\",\"null\"]}"))))},
    {.name = "completion", .json = OF("\"from\",\"to\",\"items\"", "\"from\":" INTEGER ",\"to\":" INTEGER ","
        "\"items\":" LIST(OF("\"insert\",\"label\",\"kind\"", "\"insert\":" TEXT ",\"label\":" REF("label") ","
            "\"kind\":" ENUM("\"field\",\"choice\",\"function\",\"word\"") ",\"help\":" REF("label"))))},
    {.name = "ledger_kinds", .json = OF("\"kinds\"",
        "\"kinds\":" LIST(OF("\"name\",\"label\",\"entity\",\"targets\"", "\"name\":" TEXT ",\"label\":" REF("label") ",\"entity\":" TEXT ","
            "\"targets\":" LIST(OF("\"id\",\"label\",\"money\"", "\"id\":" TEXT ",\"label\":" REF("label") ",\"money\":" BOOLEAN)))))},
    {.name = "sheet_reading", .about = {"一张工作表被读成什么", "what a sheet was read as"}, .json = OF("\"sheet\",\"index\",\"hidden\",\"kind\",\"columns\"",
        "\"sheet\":" TEXT ",\"index\":" INTEGER ",\"hidden\":" BOOLEAN ",\"kind\":" TEXT_NULL ",\"confidence\":" INTEGER ","
        "\"title\":" TEXT_NULL ",\"unit\":" TEXT_NULL ",\"as_of\":" TEXT_NULL ",\"head\":" LIST(INTEGER) ","
        "\"columns\":" LIST(OF("\"column\",\"head\",\"target\",\"confidence\",\"corrected\"",
            "\"column\":" TEXT ",\"head\":" TEXT_NULL ",\"target\":" TEXT_NULL ",\"confidence\":" INTEGER ",\"unit\":" TEXT_NULL ","
            "\"year\":" INTEGER ",\"month\":" INTEGER ",\"corrected\":" BOOLEAN)))},
    {.name = "recognised", .json = OF("\"as_of\",\"sheets\"", "\"as_of\":" TEXT_NULL ",\"sheets\":" LIST(REF("sheet_reading")))},
    {.name = "import", .json = OF("\"run\",\"id\",\"version\",\"file_name\",\"state\",\"as_of\",\"recognised\"",
        "\"run\":" INTEGER ",\"id\":" INTEGER ",\"version\":" INTEGER ",\"file_name\":" TEXT ",\"state\":" TEXT ",\"as_of\":" TEXT_NULL ","
        "\"attachment\":" INT_NULL ",\"committed_at\":" TEXT_NULL ",\"recognised\":" REF("recognised"))},
    {.name = "sheet_view", .about = {"工作表的样子", "a sheet as it looks"}, .json = OF("\"name\",\"rows\",\"columns\",\"from\",\"widths\",\"merges\",\"lines\"",
        "\"name\":" TEXT ",\"hidden\":" BOOLEAN ",\"kind\":" TEXT_NULL ",\"reason\":" REF("label") ",\"rows\":" INTEGER ",\"columns\":" INTEGER ","
        "\"from\":" INTEGER ",\"widths\":" LIST(INTEGER) ",\"merges\":" LIST(LIST(INTEGER)) ","
        "\"lines\":" LIST(OF("\"row\",\"role\",\"cells\"",
            "\"row\":" INTEGER ",\"role\":" ENUM("\"title\",\"head\",\"section\",\"data\",\"total\",\"note\",\"blank\"") ","
            "\"cells\":" LIST(TEXT) ",\"reason\":" REF("label") ",\"goes_on\":" BOOLEAN ",\"level\":" INTEGER ",\"hidden\":" BOOLEAN)))},
    {.name = "import_mapping", .json = "{\"type\":\"object\",\"required\":[\"sheets\"],\"properties\":{\"as_of\":" TEXT_NULL ","
        "\"sheets\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"object\",\"properties\":{\"kind\":" TEXT ",\"head\":" LIST(INTEGER) ","
        "\"unit\":" TEXT ",\"columns\":{\"type\":\"object\",\"additionalProperties\":{\"type\":[\"string\",\"object\",\"null\"]}}}}}}}"},
    {.name = "import_remark", .json = OF("\"sheet\",\"row\"",
        "\"sheet\":" TEXT_NULL ",\"row\":" INTEGER ",\"column\":" TEXT_NULL ",\"code\":" TEXT ",\"message\":" TEXT ",\"messages\":" REF("label") ","
        "\"remedy\":" REF("label") ",\"reason\":" TEXT ",\"reasons\":" REF("label"))},
    {.name = "import_change", .json = OF("\"sheet\",\"row\",\"entity\",\"id\",\"title\",\"action\",\"cells\"",
        "\"sheet\":" TEXT ",\"row\":" INTEGER ",\"entity\":" TEXT ",\"id\":" INTEGER ",\"title\":" TEXT_NULL ",\"action\":" ENUM("\"create\",\"update\"") ","
        "\"cells\":" LIST(OF("\"field\",\"old\",\"new\"", "\"field\":" REF("label") ",\"column\":" TEXT_NULL ",\"old\":" TEXT_NULL ",\"new\":" TEXT_NULL)))},
    {.name = "import_same", .about = {"与记录一致的行", "a row that is as on record"}, .json = OF("\"sheet\",\"row\",\"entity\",\"id\",\"title\"",
        "\"sheet\":" TEXT ",\"row\":" INTEGER ",\"entity\":" TEXT ",\"id\":" INTEGER ",\"title\":" TEXT_NULL)},
    {.name = "import_result", .json = OF("\"created\",\"updated\",\"unchanged\",\"skipped\",\"rejected\",\"checks\",\"warnings\",\"changes\",\"as_of\",\"dry_run\",\"run\"",
        "\"created\":" COUNTS ",\"updated\":" COUNTS ",\"unchanged\":" COUNTS ","
        "\"skipped\":" REMARKS ",\"rejected\":" REMARKS ",\"checks\":" REMARKS ",\"warnings\":" REMARKS ","
        "\"skipped_count\":" INTEGER ",\"rejected_count\":" INTEGER ",\"warning_count\":" INTEGER ","
        "\"changes\":" LIST(REF("import_change")) ",\"change_count\":" INTEGER ",\"same\":" LIST(REF("import_same")) ",\"sheets\":" LIST(REF("sheet_reading")) ","
        "\"as_of\":" TEXT_NULL ",\"dry_run\":" BOOLEAN ",\"run\":" INT_NULL)},
    {.name = "import_undone", .json = OF("\"run\",\"dry_run\",\"undone\",\"deleted\",\"restored\",\"kept\",\"kept_count\"",
        "\"run\":" INTEGER ",\"dry_run\":" BOOLEAN ",\"undone\":" BOOLEAN ",\"deleted\":" COUNTS ",\"restored\":" COUNTS ",\"kept_count\":" INTEGER ","
        "\"kept\":" LIST(OF("\"entity\",\"id\",\"title\",\"reason\"", "\"entity\":" TEXT ",\"id\":" INTEGER ",\"title\":" TEXT ",\"reason\":" REF("label"))))},
    {.name = "light_counts", .about = {"每盏灯各种颜色的项目数；all 为总灯", "projects by the colour of each lamp; all: the overall light"},
        .json = "{\"type\":\"object\",\"additionalProperties\":" COUNTS "}"},
    {.name = "lights_kept", .json = OF("\"changed\"", "\"changed\":" INTEGER)},
    {.name = "lamp_presets", .json = OF("\"items\"", "\"items\":" LIST(REF("lamp_rule_write")))},
    {.name = "lights_preview", .about = {"会变的项目，从什么颜色到什么颜色", "the projects that would change, from what to what"},
        .json = OF("\"lamp\",\"as_of\",\"rule\",\"items\",\"moves\"", "\"lamp\":" TEXT ",\"as_of\":" TEXT ",\"rule\":" REF("light_rule") ","
            "\"items\":" LIST(OF("\"project\",\"name\",\"from\",\"to\",\"light_from\",\"light_to\"", "\"project\":" INTEGER ",\"name\":" TEXT ",\"from\":" TEXT ","
                "\"to\":" TEXT ",\"light_from\":" TEXT ",\"light_to\":" TEXT)) ","
            "\"moves\":" LIST(OF("\"from\",\"to\",\"count\"", "\"from\":" TEXT ",\"to\":" TEXT ",\"count\":" INTEGER)))},
    {.name = "light_rule", .json = "{\"type\":[\"object\",\"null\"],\"properties\":{"
        "\"id\":" INTEGER ",\"version\":" INTEGER ",\"name\":" TEXT ",\"comparator\":" TEXT_NULL ",\"since\":" TEXT_NULL ",\"note\":" TEXT_NULL "}}"},
    {.name = "light_explanation", .about = {"各盏灯：规则、各个量、算式、怎样转灯、历史", "each lamp: rule, inputs, arithmetic, what would turn it, history"},
        .json = OF("\"project\",\"name\",\"as_of\",\"light\",\"since\",\"lamps\"", "\"project\":" INTEGER ",\"name\":" TEXT ",\"as_of\":" TEXT ",\"light\":" TEXT ","
            "\"since\":" TEXT_NULL ",\"lamps\":" LIST(REF("lamp_explanation")))},
    {.name = "lamp_explanation", .json = OF("\"lamp\",\"label\",\"colour\",\"by_rule\",\"recorded\",\"since\",\"bad_since\",\"closed\",\"escalate_months\",\"rule\",\"ahead\",\"reason\",\"history\"",
        "\"lamp\":" TEXT ",\"label\":" REF("label") ",\"colour\":" TEXT ",\"by_rule\":" TEXT ",\"recorded\":" TEXT ",\"since\":" TEXT_NULL ",\"bad_since\":" TEXT_NULL ","
        "\"closed\":" BOOLEAN ",\"escalate_months\":" INTEGER ",\"rule\":" REF("light_rule") ",\"value\":" TEXT_NULL ",\"value_words\":" TEXT_NULL ","
        "\"inputs\":" LIST(OF("\"field\",\"label\",\"type\",\"value\",\"display\"", "\"field\":" TEXT ",\"label\":" REF("label") ",\"type\":" TEXT ",\"value\":{},\"display\":" TEXT)) ","
        "\"conditions\":" LIST(OF("\"of\",\"text\",\"words\",\"arithmetic\",\"holds\"", "\"of\":" ENUM("\"applies\",\"red\",\"yellow\"") ",\"text\":" TEXT ",\"words\":" TEXT ","
            "\"arithmetic\":" TEXT ",\"holds\":" BOOLEAN)) ","
        "\"ahead\":{\"type\":[\"object\",\"null\"],\"properties\":{\"on\":" TEXT ",\"colour\":" TEXT "}},"
        "\"turns\":" LIST(OF("\"colour\",\"field\",\"label\",\"value\",\"words\"", "\"colour\":" TEXT ",\"field\":" TEXT ",\"label\":" REF("label") ",\"value\":{},\"words\":" TEXT)) ","
        "\"reason\":{\"type\":[\"object\",\"null\"],\"properties\":{\"id\":" INTEGER ",\"reason\":" TEXT ","
            "\"accepted_by\":" TEXT_NULL ",\"until\":" TEXT_NULL "}},"
        "\"history\":" LIST(OF("\"colour\",\"by_rule\",\"changed_on\",\"rule\",\"arithmetic\"", "\"colour\":" TEXT ",\"by_rule\":" TEXT ",\"changed_on\":" TEXT ","
            "\"rule\":" INTEGER ",\"arithmetic\":" TEXT_NULL)))},
    {.name = "audit_detail", .about = {"记录本身的字段，和它所改的", "the fields of the record itself, and what it changed"},
        .json = OF("\"id\",\"act\",\"outcome\",\"hash\"", "\"id\":" INTEGER ",\"version\":" INTEGER ",\"created_at\":" TEXT ",\"created_by\":" TEXT ",\"way\":" TEXT_NULL ","
            "\"act\":" TEXT ",\"entity\":" TEXT_NULL ",\"entity_label\":" REF("label") ",\"row_id\":" INT_NULL ",\"row_version\":" INT_NULL ",\"outcome\":" TEXT ","
            "\"role\":" TEXT_NULL ",\"origin\":" TEXT_NULL ",\"request\":" TEXT_NULL ",\"detail\":{},\"content\":" TEXT_NULL ",\"previous\":" TEXT_NULL ",\"hash\":" TEXT ","
            "\"title\":" TEXT_NULL ",\"intact\":" BOOLEAN ",\"changes\":" LIST(OF("\"field\",\"label\",\"type\",\"before\",\"after\"",
                "\"field\":" TEXT ",\"label\":" REF("label") ",\"type\":" TEXT ",\"before\":{},\"after\":{}")))},
    {.name = "audit_report", .about = {"校验的结果", "what verifying found"},
        .json = OF("\"whole\",\"records\",\"rows\",\"seals\",\"fault_count\",\"faults\"", "\"whole\":" BOOLEAN ",\"chains\":" INTEGER ",\"records\":" INTEGER ","
            "\"rows\":" INTEGER ",\"seals\":" INTEGER ",\"fault_count\":" INTEGER ",\"faults\":" LIST(OF("\"zone\",\"record\",\"entity\",\"row\",\"version\",\"where\",\"what\"",
                "\"zone\":" INTEGER ",\"record\":" INTEGER ",\"entity\":" TEXT_NULL ",\"row\":" INTEGER ",\"version\":" INTEGER ",\"where\":" REF("label") ",\"what\":" REF("label"))))},
    {.name = "job_started", .json = OF("\"job\"", "\"job\":" TEXT)},
    {.name = "backup_plan", .about = {"服务何时自己备份；next 为下一次", "when the server backs itself up; next: the next time"},
        .json = OF("\"automatic\",\"running\",\"daily\",\"weekly\",\"monthly\",\"sealed\"", "\"automatic\":" BOOLEAN ",\"running\":" BOOLEAN ","
            "\"folder\":" TEXT ",\"at\":" TEXT ",\"every_ms\":" INTEGER ",\"daily\":" INTEGER ",\"weekly\":" INTEGER ",\"monthly\":" INTEGER ","
            "\"sealed\":" BOOLEAN ",\"next\":" TEXT)},
    {.name = "job", .json = OF("\"id\",\"state\",\"done\",\"total\"",
        "\"id\":" TEXT ",\"state\":" ENUM("\"running\",\"done\",\"failed\",\"cancelled\"") ",\"done\":" INTEGER ",\"total\":" INTEGER ","
        "\"result\":" REF("import_result") ",\"problem\":" REF("failure"))},
    {.name = "periodic_jobs", .about = {"定时任务；last 为最近一次，next 为下一次", "periodic work; last: the latest run, next: when it is due"},
        .json = OF("\"items\"", "\"items\":" LIST(OF("\"name\",\"label\",\"help\",\"when\",\"next\"",
            "\"name\":" TEXT ",\"label\":" REF("label") ",\"help\":" REF("label") ",\"when\":" REF("label") ",\"last\":" TEXT_NULL ",\"next\":" TEXT)))},
    {.name = "calendar_days", .about = {"日历上与平常不同的日子", "days that are not what their weekday says"},
        .json = LIST(OF("\"day\",\"working\",\"reason\",\"name\"",
            "\"day\":" TEXT ",\"working\":" BOOLEAN ",\"reason\":" ENUM("\"weekday\",\"weekend\",\"holiday\",\"make_up\",\"own\"") ",\"name\":" REF("label")))},
    {.name = "calendar_year", .about = {"一年的工作日历；estimated：国务院尚未公布，按法定节假日预计", "the working days of a year; estimated: not announced yet, by the statutory holidays"},
        .json = OF("\"year\",\"estimated\",\"notice\",\"working\",\"days\"",
            "\"year\":" INTEGER ",\"estimated\":" BOOLEAN ",\"notice\":" TEXT_NULL ",\"working\":" INTEGER ",\"days\":" REF("calendar_days"))},
    {.name = "calendar_count", .about = {"数出的日子；skipped 没有计入的，made_up 计入的周末", "what was counted; skipped: left out, made_up: weekend days that count"},
        .json = OF("\"from\",\"to\",\"days\",\"natural_days\",\"kind\",\"estimated\",\"skipped\",\"made_up\"",
            "\"from\":" TEXT ",\"to\":" TEXT ",\"days\":" INTEGER ",\"natural_days\":" INTEGER ",\"kind\":" TEXT ",\"estimated\":" BOOLEAN ","
            "\"skipped\":" REF("calendar_days") ",\"made_up\":" REF("calendar_days"))},
    {.name = "calendar_taken", .about = {"从放假通知读出的日子，以及为此改动的行数", "the days read from a notice, and how many rows that changed"},
        .json = OF("\"year\",\"changed\",\"days\"", "\"year\":" INTEGER ",\"changed\":" INTEGER ",\"days\":" REF("calendar_days"))},
    {.name = "clock_state", .about = {"一项期限到哪里了", "how a clock stands"},
        .json = OF("\"id\",\"name\",\"received_on\",\"limit_days\",\"limit_kind\",\"due_on\",\"stopped_on\",\"finished_on\",\"on\",\"used\",\"left\",\"overdue\",\"estimated\",\"stops\",\"desks\",\"skipped\",\"made_up\"",
            "\"id\":" INTEGER ",\"name\":" TEXT ",\"received_on\":" TEXT ",\"limit_days\":" INTEGER ",\"limit_kind\":" TEXT ",\"due_on\":" TEXT_NULL ","
            "\"stopped_on\":" TEXT_NULL ",\"finished_on\":" TEXT_NULL ",\"on\":" TEXT ",\"used\":" INTEGER ",\"left\":" INTEGER ",\"overdue\":" INTEGER ",\"estimated\":" BOOLEAN ","
            "\"stops\":" LIST(OF("\"kind\",\"label\",\"reason\",\"stopped_on\",\"resumed_on\"",
                "\"kind\":" TEXT ",\"label\":" REF("label") ",\"reason\":" TEXT_NULL ",\"stopped_on\":" TEXT ",\"resumed_on\":" TEXT_NULL)) ","
            "\"desks\":" LIST(OF("\"unit\",\"unit_title\",\"person\",\"since\",\"until\",\"days\"",
                "\"unit\":" INT_NULL ",\"unit_title\":" TEXT_NULL ",\"person\":" TEXT_NULL ",\"since\":" TEXT ",\"until\":" TEXT_NULL ",\"days\":" INTEGER)) ","
            "\"skipped\":" REF("calendar_days") ",\"made_up\":" REF("calendar_days"))},
    {.name = "report_run_of_text", .about = {"同样样式的一段文字", "text of one look"}, .json = OF("\"text\"",
        "\"text\":" TEXT ",\"metric\":" TEXT ",\"where\":" TEXT ",\"object\":" BOOLEAN "," LOOK)},
    {.name = "report_block", .json = OF("\"kind\"",
        "\"kind\":" TEXT ",\"style\":" TEXT ",\"runs\":" LIST(REF("report_run_of_text")) "," LOOK "," LAYOUT ","
        "\"table\":" OF("\"widths\",\"rows\"", "\"widths\":" LIST(INTEGER) ",\"rows\":" LIST(OF("\"head\",\"cells\"",
            "\"head\":" BOOLEAN ",\"cells\":" LIST(OF("\"runs\"", "\"runs\":" LIST(REF("report_run_of_text")) ",\"style\":" TEXT ","
                "\"align\":" TEXT ",\"span\":" INTEGER ",\"down\":" ENUM("\"begins\",\"goes_on\"")))))))},
    {.name = "report_preview", .about = {"填好的报告，供页面排版", "a filled report for a page to lay out"}, .json = OF("\"title\",\"page\",\"styles\",\"blocks\"",
        "\"title\":" REF("label") ",\"page\":" OF("\"width\",\"height\",\"top\",\"right\",\"bottom\",\"left\"",
            "\"width\":" INTEGER ",\"height\":" INTEGER ",\"top\":" INTEGER ",\"right\":" INTEGER ",\"bottom\":" INTEGER ",\"left\":" INTEGER) ","
        "\"styles\":{\"type\":\"object\",\"additionalProperties\":" OF("\"kind\",\"name\"", "\"kind\":" TEXT ",\"name\":" TEXT "," LOOK "," LAYOUT) "},"
        "\"blocks\":" LIST(REF("report_block")))},
    {.name = "frozen_figures", .about = {"留存报告的数字；问一个数字时连同定义、列和明细", "figures of a kept report; of one also its definition, columns and rows"},
        .json = "{\"type\":\"object\",\"properties\":{\"title\":" TEXT ",\"as_of\":" TEXT ",\"known_at\":" TEXT ",\"figures\":"
            LIST(OF("\"metric\",\"label\",\"where\",\"display\",\"count\"", FROZEN)) "," FROZEN ",\"definition\":" REF("label") ",\"unit\":" TEXT ",\"entity\":" TEXT ","
            "\"columns\":" LIST(OF("\"name\",\"label\",\"type\"", "\"name\":" TEXT ",\"label\":" REF("label") ",\"type\":" TEXT ",\"ref\":" TEXT ",\"choices\":" LIST(REF("choice")))) ",\"items\":" LIST(OBJECT) "}}"},
    {.name = "template_check", .json = OF("\"faults\",\"fields\",\"available\"",
        "\"faults\":" LIST(OF("\"code\",\"message\",\"place\"", "\"code\":" TEXT ",\"field\":" TEXT_NULL ",\"message\":" REF("label") ",\"place\":" TEXT_NULL)) ","
        "\"fields\":" LIST(TEXT) ",\"available\":" LIST(OF("\"name\"", "\"name\":" TEXT ",\"sample\":" TEXT_NULL ",\"items\":" LIST(TEXT))))},
    {.name = "report_list", .json = OF("\"items\"", "\"items\":" LIST(OF("\"name\",\"label\",\"help\",\"annex\",\"of\"",
        "\"name\":" TEXT ",\"label\":" REF("label") ",\"help\":" REF("label") ",\"annex\":" BOOLEAN ",\"of\":" TEXT_NULL)))},
    {.name = "meeting_packed", .about = {"议程上现有各类项数，dropped 为移去的", "what is on the agenda now; dropped: what was taken off"}, .json = OF("\"promises\",\"projects\",\"suggestions\",\"dropped\"",
        "\"promises\":" INTEGER ",\"projects\":" INTEGER ",\"suggestions\":" INTEGER ",\"dropped\":" INTEGER)},
    {.name = "week_values", .json = OF("\"image_progress\",\"month_investment\",\"done\",\"next_plan\",\"difficulty\"",
        "\"image_progress\":" TEXT_NULL ",\"month_investment\":" INT_NULL ",\"done\":" TEXT_NULL ",\"next_plan\":" TEXT_NULL ",\"difficulty\":" TEXT_NULL)},
    {.name = "week_item", .about = {"一个项目的周报：last 为上次所报，values 为现在所填或可作起点的，differs 为与上次不同的字段", "a project's report: last as reported before, values as filled in or to start from, differs the fields that are not as before"},
        .json = OF("\"id\",\"version\",\"project\",\"project_title\",\"filled\",\"filed\",\"reported\",\"values\",\"last\",\"differs\",\"problem\"",
            "\"id\":" INTEGER ",\"version\":" INTEGER ",\"project\":" INTEGER ",\"project_title\":" TEXT ",\"filled\":" BOOLEAN ",\"filed\":" BOOLEAN ","
            "\"reported\":" BOOLEAN ",\"values\":" REF("week_values") ",\"last\":" REF("week_values") ",\"differs\":" LIST(TEXT) ",\"problem\":" INT_NULL)},
    {.name = "week_head", .json = OF("\"id\",\"name\",\"starts_on\",\"month\",\"due_at\",\"closes_at\",\"state\"",
        "\"id\":" INTEGER ",\"name\":" TEXT ",\"starts_on\":" TEXT ",\"month\":" TEXT ",\"due_at\":" TEXT ",\"closes_at\":" TEXT ",\"state\":" ENUM("\"open\",\"closed\""))},
    {.name = "week_duty", .about = {"may 为此刻可做的", "may: what may be done now"}, .json = OF("\"id\",\"version\",\"unit\",\"unit_title\",\"state\",\"due_at\",\"submitted_at\",\"submitted_by\",\"confirmed_at\",\"confirmed_by\",\"reason\",\"may\"",
        "\"id\":" INTEGER ",\"version\":" INTEGER ",\"unit\":" INTEGER ",\"unit_title\":" TEXT ",\"state\":" TEXT ",\"due_at\":" TEXT ",\"submitted_at\":" TEXT_NULL ","
        "\"submitted_by\":" TEXT_NULL ",\"confirmed_at\":" TEXT_NULL ",\"confirmed_by\":" TEXT_NULL ",\"reason\":" TEXT_NULL ",\"may\":" LIST(ENUM("\"fill\",\"submit\",\"confirm\",\"send_back\",\"reopen\"")))},
    {.name = "week_place", .about = {"一个单位本周的任务", "a unit's duty of the week"}, .json = OF("\"id\",\"unit\",\"unit_title\",\"state\",\"expected\",\"filled\",\"filed\"",
        "\"id\":" INTEGER ",\"unit\":" INTEGER ",\"unit_title\":" TEXT ",\"state\":" TEXT ",\"expected\":" INTEGER ",\"filled\":" INTEGER ",\"filed\":" INTEGER)},
    {.name = "week_desk", .about = {"一个单位的填报页", "a unit's desk"}, .json = OF("\"week\",\"duty\",\"units\",\"items\"",
        "\"week\":{\"anyOf\":[" REF("week_head") ",{\"type\":\"null\"}]},\"duty\":{\"anyOf\":[" REF("week_duty") ",{\"type\":\"null\"}]},"
        "\"units\":" LIST(REF("week_place")) ",\"items\":" LIST(REF("week_item")))},
    {.name = "week_sheet", .about = {"导回的工作簿与系统的逐格对照；未写入任何内容", "a workbook brought back, compared cell by cell; nothing is written"}, .json = OF("\"sheet\",\"rows\",\"same\",\"remarks\"",
        "\"sheet\":" TEXT_NULL ",\"rows\":" LIST(OF("\"item\",\"row\",\"sheet\",\"exported\",\"cells\"",
            "\"item\":" REF("week_item") ",\"row\":" INTEGER ",\"sheet\":" REF("week_values") ",\"exported\":" REF("week_values") ","
            "\"cells\":" LIST(OF("\"field\",\"cell\",\"conflict\"", "\"field\":" ENUM("\"image_progress\",\"month_investment\",\"done\",\"next_plan\",\"difficulty\"") ",\"cell\":" TEXT ",\"conflict\":" BOOLEAN)))) ","
        "\"same\":" LIST(REF("week_item")) ",\"remarks\":" LIST(OF("\"code\",\"cell\",\"message\"", "\"code\":" TEXT ",\"cell\":" TEXT ",\"message\":" REF("label"))))},
    {.name = "week_cell", .json = OF("\"week\",\"duty\",\"state\",\"expected\",\"filled\",\"filed\",\"late\"",
        "\"week\":" INTEGER ",\"duty\":" INTEGER ",\"state\":" TEXT ",\"expected\":" INTEGER ",\"filled\":" INTEGER ",\"filed\":" INTEGER ",\"late\":" BOOLEAN)},
    {.name = "week_overview", .about = {"各单位近几周的填报；完整率、及时率为本年指标", "the units over the last weeks; completeness and timeliness are the year's metrics"},
        .json = OF("\"weeks\",\"units\",\"without_unit\",\"may_open\"",
            "\"weeks\":" LIST(REF("week_head")) ",\"units\":" LIST(OF("\"unit\",\"unit_title\",\"cells\",\"completeness\",\"timeliness\"",
                "\"unit\":" INTEGER ",\"unit_title\":" TEXT ",\"cells\":" LIST(REF("week_cell")) ",\"completeness\":" TEXT_NULL ",\"timeliness\":" TEXT_NULL)) ","
            "\"without_unit\":" INTEGER ",\"may_open\":" BOOLEAN)},
    {.name = "similar_problems", .about = {"最像的在前；solved 为怎样解决的", "the likest first; solved: how it was solved"}, .json = OF("\"items\"", "\"items\":" LIST(OF(
        "\"id\",\"description\",\"category\",\"state\",\"solved\",\"raised_on\",\"closed_on\",\"score\",\"same_category\",\"same_sector\"",
        "\"id\":" INTEGER ",\"description\":" TEXT ",\"category\":" TEXT_NULL ",\"state\":" TEXT_NULL ",\"solved\":" TEXT_NULL ",\"raised_on\":" TEXT_NULL ","
        "\"closed_on\":" TEXT_NULL ",\"score\":" INTEGER ",\"same_category\":" BOOLEAN ",\"same_sector\":" BOOLEAN)))},
    {.name = "ledger_cell", .json = OF("\"category\",\"category_label\",\"key\",\"label\",\"raised\",\"open\",\"overdue\",\"closed\",\"open_days\",\"where\"",
        "\"category\":" TEXT_NULL ",\"category_label\":" REF("label") ",\"key\":" TEXT_NULL ",\"label\":" REF("label") ",\"raised\":" INTEGER ",\"open\":" INTEGER ","
            "\"overdue\":" INTEGER ",\"closed\":" INTEGER ",\"open_days\":" INTEGER ",\"where\":" TEXT_NULL)},
    {.name = "problem_ledger", .json = OF("\"by\",\"as_of\",\"cells\",\"total\"", "\"by\":" TEXT ",\"as_of\":" TEXT ",\"cells\":" LIST(REF("ledger_cell")) ",\"total\":" REF("ledger_cell"))},
    {.name = "slip_deeds", .about = {"此时此人可办的动作及其要求", "what may be done now by whoever asks, and what it needs"},
        .json = OF("\"version\",\"legal\"", "\"version\":" INTEGER ",\"legal\":" LIST(OF("\"kind\",\"label\",\"to\",\"needs\",\"takes\"",
            "\"kind\":" TEXT ",\"label\":" REF("label") ",\"to\":" TEXT ",\"needs\":" LIST(TEXT) ",\"takes\":" LIST(TEXT))))},
    {.name = "problem_limit", .about = {"days 为园区给这一等级的工作日数，due_on 为今天交办时的时限", "days: the working days that the zone gives to the grade; due_on: until when, if handed out today"},
        .json = OF("\"grade\",\"label\",\"days\",\"due_on\"", "\"grade\":" TEXT ",\"label\":" REF("label") ",\"days\":" INTEGER ",\"due_on\":" TEXT)},
    {.name = "problem_limits", .json = OF("\"limits\"", "\"limits\":" LIST(REF("problem_limit")))},
    {.name = "problem_deeds", .about = {"legal 为此时此人可办的动作及其要求；steps 为办过的每一步；merged 为并入的问题", "legal: what may be done now by whoever asks, and what it needs; steps: every one taken; merged: problems that are part of it"},
        .json = OF("\"version\",\"clock\",\"limits\",\"legal\",\"steps\",\"merged\"", "\"version\":" INTEGER ","
            "\"clock\":{\"oneOf\":[{\"type\":\"null\"}," OF("\"due_on\",\"left\",\"overdue\",\"estimated\"", "\"due_on\":" TEXT ",\"left\":" INTEGER ",\"overdue\":" BOOLEAN ",\"estimated\":" BOOLEAN) "]},"
            "\"limits\":" LIST(REF("problem_limit")) ","
            "\"legal\":" LIST(OF("\"kind\",\"label\",\"to\",\"needs\",\"takes\"", "\"kind\":" TEXT ",\"label\":" REF("label") ",\"to\":" TEXT_NULL ",\"needs\":" LIST(TEXT) ",\"takes\":" LIST(TEXT))) ","
            "\"steps\":" LIST(REF("problem_step_item")) ",\"merged\":" LIST(REF("problem_item")))},
    {.name = "alive", .json = OF("\"status\"", "\"status\":" TEXT)},
    {.name = "health", .json = OF("\"status\",\"checks\"", "\"status\":" ENUM("\"ok\",\"bad\"") ",\"checks\":" LIST(OF("\"check\",\"state\",\"said\"",
        "\"check\":" TEXT ",\"state\":" ENUM("\"ok\",\"bad\"") ",\"said\":" REF("label"))))},
    {0},
};
/* clang-format on */
