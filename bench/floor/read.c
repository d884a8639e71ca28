/* read.c — floor of bench/read.c: inflate + expat over one packed sheet, doing nothing with what they find.
 *
 *   read FILE OFFSET PACKED    the deflated bytes of the sheet inside the workbook; prints the seconds taken
 */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void on_start(void *arg, const char *name, const char **attrs)
{
    (void)arg, (void)name, (void)attrs;
}

static void on_end(void *arg, const char *name)
{
    (void)arg, (void)name;
}

static void on_text(void *arg, const char *text, int n)
{
    (void)arg, (void)text, (void)n;
}

static unsigned char *read_range(const char *path, long offset, size_t size)
{
    unsigned char *bytes = malloc(size);
    FILE *f = fopen(path, "rb");
    if (!bytes || !f || fseek(f, offset, SEEK_SET) != 0 || fread(bytes, 1, size, f) != size)
        return NULL;
    fclose(f);
    return bytes;
}

static int inflate_and_parse(unsigned char *bytes, size_t size)
{
    static char window[128 << 10];
    z_stream z = {.next_in = bytes, .avail_in = (uInt)size};
    XML_Parser parser = XML_ParserCreate("UTF-8");
    int status = inflateInit2(&z, -MAX_WBITS);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    while (status == Z_OK) {
        z.next_out = (Bytef *)window;
        z.avail_out = sizeof window;
        status = inflate(&z, Z_NO_FLUSH);
        if (!XML_Parse(parser, window, (int)(sizeof window - z.avail_out), status == Z_STREAM_END))
            return 1;
    }
    inflateEnd(&z);
    XML_ParserFree(parser);
    return status != Z_STREAM_END;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    size_t size = strtoul(argv[3], NULL, 10);
    unsigned char *bytes = read_range(argv[1], strtol(argv[2], NULL, 10), size);
    if (!bytes)
        return 1;
    double start = now();
    int failed = inflate_and_parse(bytes, size);
    printf("%.6f\n", now() - start);
    free(bytes);
    return failed;
}
