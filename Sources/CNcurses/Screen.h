#pragma once
// What the files of the shim share; not for Swift.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
// Without it <curses.h> has no cchar_t; SwiftPM drops -D flags of pkg-config.
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"

// Extra sequences ncurses does not know: switched on when entering, off when leaving.
const char *cn_extras_on(void);
const char *cn_extras_off(void);
