#include "Screen.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

int cn_key_sequence(const char *capability, uint8_t *buffer, int capacity) {
    char *text = tigetstr(capability);
    if (!text || text == (char *)-1) return 0;
    int length = (int)strlen(text);
    if (length > capacity) return 0;
    memcpy(buffer, text, (size_t)length);
    return length;
}

int cn_wait(const int *descriptors, uint8_t *ready, int count, int milliseconds) {
    enum { capacity = 8 };
    struct pollfd polled[capacity];
    if (count > capacity) count = capacity;
    for (int index = 0; index < count; index++) {
        polled[index] = (struct pollfd){.fd = descriptors[index], .events = POLLIN};
        ready[index] = 0;
    }
    // Interrupted is no error: the signal is a byte in the pipe, seen by the next call.
    int found = poll(polled, (nfds_t)count, milliseconds);
    for (int index = 0; found > 0 && index < count; index++) {
        if (polled[index].revents & POLLIN) ready[index] |= CN_READABLE;
        if (polled[index].revents & (POLLHUP | POLLERR | POLLNVAL)) ready[index] |= CN_GONE;
    }
    return found;
}

int cn_pipe(int *read_end, int *write_end) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return errno;
    *read_end = ends[0];
    *write_end = ends[1];
    return 0;
}

int cn_read(int descriptor, uint8_t *buffer, int capacity) {
    for (;;) {
        ssize_t got = read(descriptor, buffer, (size_t)capacity);
        if (got > 0) return (int)got;
        if (got == 0) return -2;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return -1;
        if (errno != EINTR) return -2;
    }
}

void cn_wake(int descriptor, uint8_t byte) {
    // A full pipe already wakes the reader.
    ssize_t ignored = write(descriptor, &byte, 1);
    (void)ignored;
}

void cn_write_all(int descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (errno == EAGAIN) {
            // A terminal shared with a non-blocking program: wait for it, but not for ever.
            struct pollfd polled = {.fd = descriptor, .events = POLLOUT};
            if (poll(&polled, 1, 200) <= 0) return;
        } else if (errno != EINTR) {
            return;
        }
    }
}
