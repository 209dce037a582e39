// PromQL: the float language of Prometheus 3 over any `SeriesSource`.
//
// Responsible for: text to a checked syntax tree (`Expression`), its evaluation at an instant or
// over a range, annotations, and the runner of Prometheus's test scripts. Not responsible for:
// where series come from, rule files, the life of an alert. Native histograms are outside; an
// expression that needs one says so.
