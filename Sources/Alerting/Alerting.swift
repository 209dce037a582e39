// Alerting turns evaluated expressions into alerts and keeps their life: rule files and built-in
// rules, templates, Prometheus's alert machine (`AlertMachine`), the attention people give an
// alert (`AttentionRecord`), and the book that holds both together (`AlertBook`).
//
// It does not store series (the caller hands in a source and takes back samples), does not write
// the journal, and reads no clock: every instant is a parameter.
