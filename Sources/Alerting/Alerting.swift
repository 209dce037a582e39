// Alerting: see Sources/README.md
