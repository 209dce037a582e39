#include "Screen.h"

#include <curses.h>

int cn_colors(void) { return has_colors() ? COLORS : 0; }

int cn_pairs(void) { return has_colors() ? COLOR_PAIRS : 0; }

void cn_define_pair(int pair, int foreground, int background) {
    // The plain call takes a short; 256 × 256 pairs do not fit one.
    init_extended_pair(pair, foreground, background);
}

bool cn_can_change_colors(void) { return has_colors() && can_change_color() && COLORS >= 256; }

// Curses counts to 1000, terminals to 255 and round down: rounding up gives every value back.
static int thousandths(int value) { return (value * 1000 + 254) / 255; }

void cn_define_color(int index, int red, int green, int blue) {
    init_extended_color(index, thousandths(red), thousandths(green), thousandths(blue));
}
