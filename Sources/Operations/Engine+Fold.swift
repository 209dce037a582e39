internal import Detection
package import Telemetry

extension Engine {
    /// Takes in what one source delivered; answers how far back it should read on.
    package mutating func fold(_ delivery: Delivery, at: Timestamp) -> Horizon {
        let name = delivery.source.name
        if sources[name] == nil {
            sources[name] = SourceRecord(state: delivery.source, index: sources.count)
        }
        sources[name]?.state = delivery.source
        if case .nothing = delivery.batch {} else { hasArrivals = true }
        switch delivery.batch {
        case .events(let batch):
            let known = deployments.count
            fold(batch, from: name)
            // How much of the past is worth keeping follows from how many there are.
            if schedule.isReading, deployments.count > known { advanceClocks(to: at) }
        case .samples(let series):
            let source = sources[name]?.index
            for one in series { fold(one, from: source) }
        case .registry(let models):
            for move in registry.update(models, from: name, at: at) { timeline.add(move) }
            registryRevision += 1
        case .teams(let facts):
            teams.update(facts, from: name)
        case .stagePlans(let plans):
            workflow.update(plans, from: name)
        case .stageEvents(let events, let replace):
            workflow.update(within(events), from: name, replace: replace)
        case .reference(let table):
            references.add(table, bindings: settings.referenceBindings)
            for index in versions.indices { attachReference(to: index) }
        case .nothing:
            break
        }
        // Whether any feature is short of values is asked of all of them: once a second will do.
        if schedule.isReading || at - lastShortage.at >= 1_000 || at < lastShortage.at {
            lastShortage = (at, isShortOfValues)
        }
        return horizon(at: at, isShort: lastShortage.isShort)
    }

    private func within(_ events: [StageEvent]) -> [StageEvent] {
        guard let ceiling = settings.ceiling else { return events }
        return events.filter { $0.time <= ceiling }
    }

    private mutating func fold(_ series: SeriesSamples, from source: Int?) {
        guard let ceiling = settings.ceiling else {
            store.import(series, from: source)
            return
        }
        let past = series.samples.filter { $0.time <= ceiling }
        if !past.isEmpty {
            store.import(SeriesSamples(labels: series.labels, samples: past), from: source)
        }
    }

    private mutating func fold(_ batch: EventBatch, from name: String) {
        guard var source = sources.removeValue(forKey: name) else { return }
        defer { sources[name] = source }
        resolveReferences(batch, from: &source)
        source.place.folder = labels.scopes.folder(source.folder)
        if source.place.scope == nil,
            batch.rows.contains(where: {
                $0.kind == .label && $0.label != nil && batch[$0.model] == nil
            })
        {
            source.place.scope = labels.scopes.scope(of: source.folder)
        }
        // History arrives block by block, newest block first: taking a block from its end keeps
        // every slot series growing at its front.
        let backwards =
            batch.rows.first.map { $0.time < source.arrivalsStart(clocks.grid) } ?? false
        let order =
            backwards
            ? stride(from: batch.rows.count - 1, through: 0, by: -1)
            : stride(from: 0, through: batch.rows.count - 1, by: 1)
        for position in order {
            fold(batch.rows[position], of: batch, &source, isEarlier: backwards)
        }
    }

    private mutating func fold(
        _ row: EventRow, of batch: EventBatch, _ source: inout SourceRecord, isEarlier: Bool
    ) {
        if let ceiling = settings.ceiling, row.time > ceiling { return }
        if row.kind == .label {
            if row.requestHash != 0, let label = qualityValue(row.label, batch) {
                let subject = LabelSubject(
                    model: batch[row.model], version: batch[row.version],
                    scope: source.place.scope)
                labels.labelled(
                    hash: row.requestHash, about: subject, label: label, at: row.time,
                    isEarlier: isEarlier, source: Int32(source.index))
            }
            return
        }
        let slot = clocks.grid.slot(of: row.time)
        source.arrivals.update(slot, empty: 0) { $0 &+= 1 }
        let index = deployment(of: row, batch, &source)
        guard index >= 0 else { return }
        deployments[index].add(row, clocks: clocks)
        let version = deployments[index].version
        versions[version].add(row, batch, source: source.index, clocks: clocks)
        foldQuality(row, batch, version: version, in: source.place.folder, isEarlier: isEarlier)
    }

    private mutating func foldQuality(
        _ row: EventRow, _ batch: EventBatch, version: Int, in folder: Int32, isEarlier: Bool
    ) {
        let prediction = qualityValue(row.prediction, batch)
        if let label = qualityValue(row.label, batch) {
            let pair = LabelledPair(label: label, prediction: prediction, score: row.score)
            labels.carried(
                LabelledEvent(time: row.time, pair: pair), version: version, isEarlier: isEarlier)
        } else if row.requestHash != 0, prediction != nil || !row.score.isNaN {
            let origin = AnswerOrigin(
                model: versions[version].model, version: versions[version].version,
                isModelGuessed: row.isModelGuessed, folder: folder)
            labels.predicted(
                hash: row.requestHash, version: version, of: origin, time: row.time,
                prediction: prediction, score: row.score, isEarlier: isEarlier)
        }
    }

    private func qualityValue(_ value: FeatureValue?, _ batch: EventBatch) -> LabelledPair.Value? {
        switch value {
        case nil, .null: nil
        case .number(let number): .number(number)
        case .category(let symbol): batch[symbol].map(LabelledPair.Value.category)
        }
    }

    /// Index of the row's deployment, made when new; -1 beyond the limit.
    @inline(__always)
    private mutating func deployment(
        of row: EventRow, _ batch: EventBatch, _ source: inout SourceRecord
    ) -> Int {
        let key = SourceRecord.RowKey(
            model: row.model.index, version: row.version.index, target: row.target.index)
        if key == source.lastKey { return source.lastDeployment }
        let index: Int
        if let known = source.deployments[key] {
            index = known
        } else {
            index = makeDeployment(row, batch, fallback: source.state.name)
            source.deployments[key] = index
        }
        source.lastKey = key
        source.lastDeployment = index
        return index
    }

    private mutating func makeDeployment(
        _ row: EventRow, _ batch: EventBatch, fallback: String
    ) -> Int {
        let key = DeploymentKey(
            model: batch[row.model] ?? fallback, version: batch[row.version],
            target: batch[row.target])
        if let known = deploymentIndex[key] { return known }
        guard deployments.count < Self.deploymentLimit else {
            refusedDeployments.insert(key)
            return -1
        }
        if !row.isModelGuessed { labels.scopes.note(model: key.model) }
        let version = makeVersion(key)
        var deployment = Deployment(key: key, version: version, seen: row.time)
        deployment.gauges = DeploymentGauges(key, index: deployments.count, in: &store)
        deployments.append(deployment)
        deploymentIndex[key] = deployments.count - 1
        neighbours[key.withoutVersion, default: []].append(deployments.count - 1)
        versions[version].deployments.append(deployments.count - 1)
        return deployments.count - 1
    }

    private mutating func makeVersion(_ key: DeploymentKey) -> Int {
        let id = DeploymentKey(model: key.model, version: key.version, target: nil)
        if let known = versionIndex[id] { return known }
        versions.append(VersionState(model: key.model, version: key.version))
        versionIndex[id] = versions.count - 1
        attachReference(to: versions.count - 1)
        return versions.count - 1
    }
}

extension Engine {
    /// Takes in where requests are logged, before they are read, where labels stand, and by what
    /// name logs are called that name no model.
    package mutating func note(logs: Set<String>, labels folders: Set<String>, models: Set<String>)
    {
        labels.scopes.note(logs: logs, labels: folders)
        for model in models { labels.scopes.note(model: model) }
    }
}

extension SourceRecord {
    /// The left edge of what has arrived so far; the far past when nothing has.
    func arrivalsStart(_ grid: SlotClock) -> Timestamp {
        arrivals.first.map { grid.end(of: $0) } ?? .distantPast
    }
}
