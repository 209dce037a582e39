// Dashboard: what is on the screen and what a key does. A value (`DashboardModel`), a function that
// changes it (`update`) and a function that draws it (`view`). It does no I/O and reads no clock:
// what has to happen outside comes back from `update` as `Effect` values.
//
// It is not responsible for what the figures mean (Operations computes them), for cells and charts
// (Canvas), nor for keys as bytes and colours as escape sequences (Terminal).
