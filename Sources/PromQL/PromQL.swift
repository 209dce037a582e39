// PromQL: see Sources/README.md
