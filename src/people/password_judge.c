/* password_judge.c — which passwords are good enough. */
#include "base/text.h"
#include "people/password.h"

#include <ctype.h>
#include <string.h>

enum { DISTINCT_LEAST = 5, LONG_ENOUGH = 20 /* characters after which kinds do not matter */ };

/* What guessers try first: a password is one of these when nothing else but digits and signs stands around it. */
static const char *const common[] = {
    "password",   "passw0rd",       "p@ssw0rd",   "p@ssword",      "qwerty",     "qwertyuiop", "asdfgh",
    "asdfghjkl",  "zxcvbn",         "zxcvbnm",    "qazwsx",        "qazwsxedc",  "1qaz2wsx",   "1q2w3e4r",
    "1q2w3e4r5t", "q1w2e3r4",       "q1w2e3r4t5", "abc",           "abcd",       "abcdef",     "abcdefgh",
    "abcabc",     "aabbcc",         "admin",      "administrator", "root",       "system",     "sysadmin",
    "secadmin",   "auditor",        "manager",    "master",        "welcome",    "letmein",    "iloveyou",
    "woaini",     "woaini1314",     "changeme",   "default",       "guest",      "test",       "testtest",
    "user",       "login",          "secret",     "hello",         "helloworld", "dragon",     "monkey",
    "sunshine",   "princess",       "football",   "baseball",      "superman",   "batman",     "trustno1",
    "steward",    "gaoxinqu",       "gaoxin",     "jingkaiqu",     "kaifaqu",    "guanweihui", "xiangmu",
    "xiangmuban", "xiangmuguanjia", "weinan",     "shaanxi",       "beijing",    "shanghai",   "china",
    "zhongguo",   "mima",           "wodemima",   "mimamima",      "qwer",       "asdf",       "zxcv",
    "qweasd",     "qweasdzxc",      "huawei",     "lenovo",        "oracle",     "mysql",      "postgres",
    "password1",  "adminadmin",     "admin888",   "a1b2c3d4",      "aa123456",   "a123456",    "abc123",
    "abcd1234",   "woaizuguo",      "zaijian",    "nihao",         "nihaoma",    NULL,
};

static const char runs[] = "01234567890 09876543210 abcdefghijklmnopqrstuvwxyz zyxwvutsrqponmlkjihgfedcba "
                           "qwertyuiop asdfghjkl zxcvbnm";

static bool is_listed(const char *word)
{
    for (const char *const *c = common; *c; c++)
        if (strcmp(*c, word) == 0)
            return true;
    return false;
}

/* Without what is added so that rules are content: digits and signs at both ends. */
static const char *kernel(struct arena *a, const char *word)
{
    size_t n = strlen(word);
    while (n > 0 && (unsigned char)word[n - 1] < 0x80 && !isalpha((unsigned char)word[n - 1]))
        n--;
    while (n > 0 && (unsigned char)*word < 0x80 && !isalpha((unsigned char)*word))
        word++, n--;
    return arena_strndup(a, word, n);
}

static size_t distinct(const char *word)
{
    bool seen[256] = {false};
    size_t n = 0;
    for (const unsigned char *c = (const unsigned char *)word; *c; c++) {
        n += !seen[*c];
        seen[*c] = true;
    }
    return n;
}

/* Nothing but a row of the keyboard or of the alphabet, perhaps twice. */
static bool is_run(const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + 1 < n; i++) {
        const char pair[] = {word[i], word[i + 1], '\0'};
        if (word[i] == ' ' || word[i + 1] == ' ' || (word[i] != word[i + 1] && !strstr(runs, pair)))
            return false;
    }
    return true;
}

static bool is_guessed(struct arena *a, const char *password)
{
    const char *word = text_fold(a, password), *core = word ? kernel(a, word) : "";
    return !word || distinct(word) < DISTINCT_LEAST || is_run(word) || is_listed(word) || is_listed(core);
}

static int64_t classes(const char *password)
{
    bool lower = false, upper = false, digit = false, other = false;
    for (const unsigned char *c = (const unsigned char *)password; *c; c++)
        *(islower(*c) ? &lower : isupper(*c) ? &upper : isdigit(*c) ? &digit : &other) = true;
    return lower + upper + digit + other;
}

static bool has_folded(struct arena *a, const char *password, const char *part)
{
    const char *folded = text_is_empty(part) ? NULL : text_fold(a, part);
    return folded && text_chars(folded) > 2 && text_has(text_fold(a, password), folded);
}

void password_judge(const struct people_settings *s, const char *password, const char *login, const char *name,
                    const char *field, struct findings *fs)
{
    struct arena *a = fs->cx->arena;
    size_t length = text_chars(password);
    if ((int64_t)length < s->password_length)
        findings_add(fs, "AUT-10", field, true, "密码至少 %lld 个字符，现在是 %zu 个",
                     "A password has at least %lld characters; this one has %zu", (long long)s->password_length,
                     length);
    if (length > PASSWORD_MOST)
        findings_add(fs, "AUT-11", field, true, "密码最多 %d 个字符", "A password has at most %d characters",
                     PASSWORD_MOST);
    if (length > PASSWORD_MOST || (int64_t)length < s->password_length)
        return;
    if (has_folded(a, password, login) || has_folded(a, password, name))
        findings_add(fs, "AUT-12", field, true, "密码里不能有登录名或姓名",
                     "A password must not hold the login or the name");
    else if (is_guessed(a, password))
        findings_add(fs, "AUT-13", field, true, "这是最先被猜到的密码之一，请换一个",
                     "This is one of the first passwords to be guessed; choose another");
    else if (length < LONG_ENOUGH && classes(password) < s->password_classes)
        findings_add(fs, "AUT-15", field, true,
                     "密码要有小写、大写、数字、其他符号中的至少 %lld 种，或不少于 %d 个字符",
                     "A password has at least %lld of lower case, upper case, digits and other signs, or %d characters "
                     "or more",
                     (long long)s->password_classes, LONG_ENOUGH);
}
