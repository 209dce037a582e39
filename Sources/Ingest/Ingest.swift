// Ingest: from what a serving stack writes to batches of events, samples and facts.
//
// Responsible for: recognising files, following them as they grow, rotate or vanish, cutting them
// into lines, reading those, saying what was rejected and why, and reading registries and native
// files. Not for: what the values mean (Operations folds them), when to look (the program polls).
//
//   Lines      bytes → lines or CSV records          Registry   MLflow databases and file stores
//   Events     lines → rows of a batch               Native     registry, team, workflow
//   Metrics    exposition text → samples             Discovery  which file is what
//   Tail       files that grow, and the loop over all sources
