/* zip_format.h — numbers of the ZIP file format (APPNOTE.TXT) that the reader and the writer share. */
#ifndef STEWARD_BASE_ZIP_FORMAT_H
#define STEWARD_BASE_ZIP_FORMAT_H

#include <stdint.h>

#define ZIP_LOCAL_SIGNATURE     UINT32_C(0x04034b50)
#define ZIP_RECORD_SIGNATURE    UINT32_C(0x02014b50)
#define ZIP_END_SIGNATURE       UINT32_C(0x06054b50)
#define ZIP64_END_SIGNATURE     UINT32_C(0x06064b50)
#define ZIP64_LOCATOR_SIGNATURE UINT32_C(0x07064b50)

enum {
    ZIP_LOCAL_SIZE = 30,
    ZIP_LOCAL_CRC = 14, /* then packed and unpacked size */
    ZIP_RECORD_SIZE = 46,
    ZIP_END_SIZE = 22,
    ZIP64_END_SIZE = 56,
    ZIP64_LOCATOR_SIZE = 20,

    ZIP_FLAG_ENCRYPTED = 1 << 0,
    ZIP_FLAG_UTF8 = 1 << 11,
    ZIP_VERSION = 20, /* 2.0: deflate */
    ZIP_DATE_1980_01_01 = 0x21,
};

#endif
