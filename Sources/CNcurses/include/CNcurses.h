#pragma once
// C shim over ncursesw: the only place that sees WINDOW.
