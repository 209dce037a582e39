// Journal: see Sources/README.md
