// Signals become bytes in a pipe; a crash puts the terminal back before the process dies. Handlers
// only read static storage and call write, read, tcgetpgrp, tcsetattr, sigaction and raise.
#include "Screen.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int told[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE};
enum { told_count = sizeof told / sizeof *told, fatal_count = sizeof fatal / sizeof *fatal };

static volatile sig_atomic_t wake_end = -1;
static struct sigaction told_before[told_count];
static struct sigaction fatal_before[fatal_count];

static volatile sig_atomic_t is_armed;
static volatile sig_atomic_t has_modes;
static struct termios modes_before;
static char restore_text[1024];
static size_t restore_size;
static bool is_installed;

static volatile sig_atomic_t held_read = -1;
static volatile sig_atomic_t real_error = -1;

static void tell(int number) {
    int saved = errno;
    if (wake_end >= 0) cn_wake(wake_end, (uint8_t)number);
    errno = saved;
}

void cn_signals_to(int write_end) {
    bool first = wake_end < 0;
    wake_end = write_end;
    for (int index = 0; index < told_count; index++) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = tell;
        action.sa_flags = SA_RESTART;
        sigaction(told[index], &action, first ? &told_before[index] : NULL);
    }
    // Whoever started us may have blocked them, and a mask is inherited.
    sigset_t set;
    sigemptyset(&set);
    for (int index = 0; index < told_count; index++) sigaddset(&set, told[index]);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void cn_signals_restore(void) {
    if (wake_end < 0) return;
    for (int index = 0; index < told_count; index++) {
        sigaction(told[index], &told_before[index], NULL);
    }
    wake_end = -1;
}

void cn_stop_process(void) {
    struct sigaction ours;
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &ours);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

bool cn_is_foreground(void) {
    pid_t group = tcgetpgrp(STDIN_FILENO);
    return group < 0 || group == getpgrp();
}

// In the background the shell owns the terminal: touching it would stop us (SIGTTOU) or spoil it.
static void put_back(void) {
    if (!is_armed || !cn_is_foreground()) return;
    is_armed = 0;
    cn_write_all(STDOUT_FILENO, (const uint8_t *)restore_text, restore_size);
    if (has_modes) tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
}

static void pass_on_held(void) {
    uint8_t buffer[512];
    for (int index = 0; index < 200 && held_read >= 0; index++) {
        int count = cn_read(held_read, buffer, sizeof buffer);
        if (count <= 0) break;
        cn_write_all(real_error, buffer, (size_t)count);
    }
}

static void crash(int number) {
    put_back();
    if (held_read >= 0) pass_on_held();
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(number, &standard, NULL);
    raise(number);
}

// exit() from anywhere, a usage error in a library for one, skips Swift's deinit.
static void leave(void) {
    put_back();
    cn_stderr_release();
}

void cn_guard_prepare(void) {
    has_modes = tcgetattr(STDIN_FILENO, &modes_before) == 0;
    if (!is_installed) {
        is_installed = true;
        atexit(leave);
        // A stack overflow has no stack left for its handler.
        static uint8_t spare[64 * 1024];
        stack_t stack = {.ss_sp = spare, .ss_size = sizeof spare};
        stack_t present;
        if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) {
            sigaltstack(&stack, NULL);
        }
    }
}

void cn_guard_arm(const char *restore, size_t length) {
    if (length > sizeof restore_text) length = sizeof restore_text;
    memcpy(restore_text, restore, length);
    restore_size = length;
    if (!is_armed) {
        for (int index = 0; index < fatal_count; index++) {
            struct sigaction action;
            memset(&action, 0, sizeof action);
            action.sa_handler = crash;
            action.sa_flags = SA_ONSTACK | SA_NODEFER;
            sigaction(fatal[index], &action, &fatal_before[index]);
        }
    }
    is_armed = 1;
}

void cn_guard_disarm(void) {
    if (!is_armed) return;
    is_armed = 0;
    for (int index = 0; index < fatal_count; index++) {
        sigaction(fatal[index], &fatal_before[index], NULL);
    }
}

void cn_stderr_hold(void) {
    // Sent to a file it harms nobody and belongs there.
    if (held_read >= 0 || !isatty(STDERR_FILENO)) return;
    int read_end, write_end;
    if (cn_pipe(&read_end, &write_end) != 0) return;
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) {
        close(read_end);
        close(write_end);
        return;
    }
    // A pipe holds 64 KB; being non-blocking it drops the rest instead of stopping the writer.
    dup2(write_end, STDERR_FILENO);
    close(write_end);
    real_error = copy;
    held_read = read_end;
}

void cn_stderr_release(void) {
    if (held_read < 0) return;
    dup2(real_error, STDERR_FILENO);
    pass_on_held();
    close(held_read);
    close(real_error);
    held_read = -1;
    real_error = -1;
}
