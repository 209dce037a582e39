#include "Screen.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// <term.h> makes macros of everyday words.
#undef columns
#undef lines

static SCREEN *screen;
static bool wants_mouse;
static bool is_utf8;
static char restore[1024];
static size_t restore_length;

// Bracketed paste always; button and wheel reports with exact coordinates only when asked.
const char *cn_extras_on(void) {
    return wants_mouse ? "\033[?2004h\033[?1000h\033[?1006h" : "\033[?2004h";
}

const char *cn_extras_off(void) {
    return wants_mouse ? "\033[?1006l\033[?1000l\033[?2004l" : "\033[?2004l";
}

static void write_extras(const char *text) {
    cn_write_all(STDOUT_FILENO, (const uint8_t *)text, strlen(text));
}

static int collect(int byte) {
    if (restore_length < sizeof restore) restore[restore_length++] = (char)byte;
    return byte;
}

// Capabilities have to be expanded beforehand: tputs must not run in a signal handler.
static void build_restore(void) {
    restore_length = 0;
    const char *names[] = {"sgr0", "op", "oc", "rmkx", "cnorm", "rmcup"};
    for (const char *at = cn_extras_off(); *at; at++) collect(*at);
    for (const char *at = "\033[?2026l"; *at; at++) collect(*at);
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        char *text = tigetstr(names[index]);
        // Without redefinable colours "oc" has nothing to undo.
        if (strcmp(names[index], "oc") == 0 && !cn_can_change_colors()) continue;
        if (text && text != (char *)-1) tputs(text, 1, collect);
    }
}

static void set_locale(bool force_utf8) {
    setlocale(LC_CTYPE, "");
    is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    if (!is_utf8 && force_utf8) setlocale(LC_CTYPE, "C.UTF-8");
}

static int check_terminal(void) {
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CN_NO_TTY;
    const char *name = getenv("TERM");
    if (!name || !*name) return CN_NO_TERM;
    int problem = 0;
    // newterm would print its own message and exit.
    if (setupterm(NULL, STDOUT_FILENO, &problem) != OK) return CN_UNKNOWN_TERM;
    char *move = tigetstr("cup");
    if (!move || move == (char *)-1) return CN_DUMB_TERM;
    return CN_OK;
}

// Ctrl-S must not freeze the screen, Ctrl-V and Ctrl-O must arrive; Ctrl-C and Ctrl-Z stay signals.
static void set_modes(void) {
    cbreak();
    noecho();
    nonl();
    struct termios modes;
    if (tcgetattr(STDIN_FILENO, &modes) == 0) {
        modes.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
        modes.c_lflag &= ~(tcflag_t)IEXTEN;
        tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    }
    def_prog_mode();
}

int cn_open(cn_options options) {
    if (screen) return CN_OK;
    int problem = check_terminal();
    if (problem != CN_OK) return problem;
    set_locale(options.force_utf8);
    wants_mouse = options.mouse;
    cn_guard_prepare();
    screen = newterm(NULL, stdout, stdin);
    if (!screen) return CN_NO_MEMORY;
    if (options.colors && has_colors()) {
        start_color();
        use_default_colors();
    }
    build_restore();
    cn_guard_arm(restore, restore_length);
    set_modes();
    keypad(stdscr, TRUE);    // application cursor keys, as terminfo describes them
    typeahead(-1);           // keys are read before drawing: a frame is never left half written
    leaveok(stdscr, TRUE);   // the cursor is hidden, moving it back costs bytes
    scrollok(stdscr, FALSE);
    curs_set(0);
    write_extras(cn_extras_on());
    return CN_OK;
}

void cn_close(void) {
    if (!screen) return;
    if (cn_is_foreground()) {
        write_extras(cn_extras_off());
        endwin();
    }
    cn_guard_disarm();
    delscreen(screen);
    screen = NULL;
}

void cn_leave(void) {
    if (!screen) return;
    write_extras(cn_extras_off());
    endwin();
    cn_guard_disarm();
}

void cn_return(void) {
    if (!screen) return;
    cn_guard_arm(restore, restore_length);
    reset_prog_mode();
    // The first refresh after endwin enters the alternate screen again and paints everything.
    refresh();
    keypad(stdscr, TRUE);    // endwin has taken it back, and refresh does not know
    curs_set(0);
    write_extras(cn_extras_on());
}

bool cn_is_utf8(void) { return is_utf8; }

static int within(int value, int least, int most) {
    return value < least ? least : (value > most ? most : value);
}

void cn_size(int *columns, int *rows) {
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        size.ws_col = 80;  // a serial line or a fresh pty does not know
        size.ws_row = 24;
    }
    *columns = within(size.ws_col, 1, 1000);
    *rows = within(size.ws_row, 1, 500);
}

void cn_resize(int columns, int rows) {
    if (!screen) return;
    resizeterm(rows, columns);
    erase();
}

int cn_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static attr_t attributes_of(uint16_t bits) {
    attr_t attributes = WA_NORMAL;
    if (bits & CN_BOLD) attributes |= WA_BOLD;
    if (bits & CN_DIM) attributes |= WA_DIM;
    if (bits & CN_ITALIC) attributes |= WA_ITALIC;
    if (bits & CN_UNDERLINE) attributes |= WA_UNDERLINE;
    if (bits & CN_REVERSE) attributes |= WA_REVERSE;
    return attributes;
}

// Filled field by field: twice as fast as setcchar. A glyph the C library sees as wider or
// narrower than the frame does would shift the rest of the row, so it becomes a question mark.
static cchar_t convert(const cn_cell *cell, wchar_t base) {
    cchar_t glyph;
    memset(&glyph, 0, sizeof glyph);
    glyph.attr = attributes_of(cell->attributes);
    glyph.ext_color = cell->pair;
    // Curses also wants small pair numbers in the attribute.
    glyph.attr |= COLOR_PAIR(cell->pair <= 255 ? cell->pair : 255);
    glyph.chars[0] = base;
    int at = 1;
    for (int index = 0; index < 2 && base == (wchar_t)cell->base; index++) {
        wchar_t mark = (wchar_t)cell->marks[index];
        if (mark && wcwidth(mark) == 0) glyph.chars[at++] = mark;
    }
    return glyph;
}

void cn_put(int x, int y, const cn_cell *cells, int count) {
    enum { capacity = 1024 };
    static cchar_t row[capacity];
    int filled = 0;
    for (int index = 0; index < count && filled + 2 < capacity; index++) {
        const cn_cell *cell = &cells[index];
        if (cell->base == 0) continue;
        wchar_t base = (wchar_t)cell->base;
        int width = cell->base < 0x7F ? 1 : wcwidth(base);
        bool fits = width == cell->columns;
        row[filled++] = convert(cell, fits ? base : L'?');
        if (!fits && cell->columns == 2) row[filled++] = convert(cell, L' ');
    }
    mvadd_wchnstr(y, x, row, filled);
}

void cn_flush(bool everything, bool synchronized) {
    if (!screen) return;
    if (everything) clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    // Written directly: curses has its own buffer, empty before an update and after it, and what
    // putp writes lands in another one.
    if (synchronized) write_extras("\033[?2026h");
    doupdate();
    if (synchronized) write_extras("\033[?2026l");
}

void cn_bell(void) {
    if (screen) write_extras("\a");
}
