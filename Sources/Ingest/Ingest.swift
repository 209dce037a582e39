// Ingest: see Sources/README.md
