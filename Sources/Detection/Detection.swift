// Detection: see Sources/README.md
