// Dashboard: see Sources/README.md
