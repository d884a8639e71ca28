/* empty.c — floor of bench/start.c: a program that opens a file and ends. */
#include <fcntl.h>

int main(int argc, char **argv)
{
    return argc != 2 || open(argv[1], O_RDONLY) < 0;
}
