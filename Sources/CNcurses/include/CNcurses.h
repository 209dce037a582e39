#pragma once
// C shim over ncursesw, the only place that sees WINDOW, curses' macros and its globals: Swift 6
// refuses shared mutable C globals, and computed macros (A_BOLD, KEY_F) do not reach it at all.
// Everything works on the one screen of `cn_open`; all calls but those marked so belong to one
// thread, since curses is not thread-safe.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One cell as Swift hands it over: plain integers, because `cchar_t` differs between builds.
typedef struct {
    uint32_t base;        // scalar; 0 for the right half of a wide glyph, which is skipped
    uint32_t marks[2];    // combining scalars, 0 for none
    uint16_t attributes;  // CN_BOLD | …
    uint16_t columns;     // the width the frame reckons with
    int32_t pair;         // colour pair; beyond 255 it does not fit a chtype
} cn_cell;

enum { CN_BOLD = 1, CN_DIM = 2, CN_ITALIC = 4, CN_UNDERLINE = 8, CN_REVERSE = 16 };

// Why a terminal cannot be opened.
enum { CN_OK = 0, CN_NO_TTY = 1, CN_NO_TERM = 2, CN_UNKNOWN_TERM = 3, CN_DUMB_TERM = 4,
       CN_NO_MEMORY = 5 };

typedef struct {
    bool mouse;         // report presses and the wheel
    bool force_utf8;    // also when the locale says otherwise
    bool colors;        // false: never a colour sequence
} cn_options;

// --- Screen (CNcurses.c) ---

// Opens the screen on standard input and output; one of the codes above.
int cn_open(cn_options options);
// Leaves the screen and puts the terminal back; does nothing when not open.
void cn_close(void);
// Leaves the screen for a while (Ctrl-Z, an editor) and comes back; a repaint must follow.
void cn_leave(void);
void cn_return(void);
// Stops the process as SIGTSTP does by default; returns when it goes on.
void cn_stop_process(void);
// Whether the locale of the environment is UTF-8, whatever was forced.
bool cn_is_utf8(void);
// The terminal's size as the kernel knows it, within 1…1000 × 1…500.
void cn_size(int *columns, int *rows);
// Tells curses the size; what was on the screen is void.
void cn_resize(int columns, int rows);
// Puts `count` cells into row `y` from column `x` on; nothing is written yet.
void cn_put(int x, int y, const cn_cell *cells, int count);
// Writes what changed; `everything` paints the whole screen, `synchronized` asks the terminal to
// show it at once.
void cn_flush(bool everything, bool synchronized);
// Rings.
void cn_bell(void);
// The columns the C library gives a scalar; -1 when it does not know it.
int cn_columns(uint32_t scalar);

// --- Colours (Colors.c) ---

// How many colours and pairs the terminal has; 0 without colour.
int cn_colors(void);
int cn_pairs(void);
// Defines a pair; -1 is the terminal's own colour.
void cn_define_pair(int pair, int foreground, int background);
// Whether palette entries can be redefined, and doing so; undone when the screen is left.
bool cn_can_change_colors(void);
void cn_define_color(int index, int red, int green, int blue);

// --- Input and descriptors (Input.c) ---

// Copies what terminfo says a key sends (capability such as "kcuu1"); its length or 0.
int cn_key_sequence(const char *capability, uint8_t *buffer, int capacity);
enum { CN_READABLE = 1, CN_GONE = 2 };
// Waits for input or a byte in one of the pipes; `ready` gets a mask for each descriptor.
int cn_wait(const int *descriptors, uint8_t *ready, int count, int milliseconds);
// A non-blocking pipe, closed on exec; 0 or errno.
int cn_pipe(int *read_end, int *write_end);
// read(2) and write(2), tried again when interrupted; -1 when there is nothing, -2 when gone.
// `cn_wake` may be called from any thread.
int cn_read(int descriptor, uint8_t *buffer, int capacity);
void cn_wake(int descriptor, uint8_t byte);
void cn_write_all(int descriptor, const uint8_t *bytes, size_t count);

// --- Signals and crashes (Guard.c) ---

// From now on TERM HUP INT QUIT WINCH TSTP CONT arrive as bytes in the pipe.
void cn_signals_to(int write_end);
// Back to what they were before.
void cn_signals_restore(void);
// Remembers how the terminal was, for close and crash alike; before the screen is opened.
void cn_guard_prepare(void);
// From now on a crash, or exit(), writes `restore` and puts the terminal back.
void cn_guard_arm(const char *restore, size_t length);
void cn_guard_disarm(void);
// Whether this process may use the terminal now.
bool cn_is_foreground(void);
// Keeps the first 64 KB written to standard error, when that is a terminal, until released.
void cn_stderr_hold(void);
void cn_stderr_release(void);
