extension BuiltInRules {
    /// The text of all of them, in Prometheus's shape.
    ///
    /// A fleet can run the same on Prometheus once `ops` is taken out. Results keep only the
    /// labels that name a subject: they are identity.
    ///
    /// What asks for 50 requests clears by its figure on 10 or more, and not because there are few:
    /// least of all in an outage. That others got more requests does not show that a version was
    /// taken off: a shadow's retries, a morning and a dead canary look alike. So below 10 it is
    /// over only when a registry says that the version is retired, whose limit of silence is +Inf.
    ///
    /// A vanished series means that nobody knows; only of sources and stages it is the end (a
    /// rotated part, another status), so these say `no_data: ok`.
    package static let yaml = #"""
        groups:
        - name: serving
          interval: 15s
          rules:
          - alert: LatencyRegressed
            expr: >-
              sum without (quantile) (model_latency_seconds{quantile="0.95"})
              > on (model, version, target) 1.5 * model_latency_baseline_seconds
              and on (model, version, target) model_window_requests >= 50
            for: 2m
            labels: {severity: page}
            annotations:
              summary: 'p95 of {{ $labels.model }} {{ $labels.version }} is {{ $value | humanizeDuration }}'
              description: >-
                The 95th percentile of the last 5 minutes is more than 1.5 times its own median of
                the 2 hours before (of the champion's on the same target for a version younger than
                that), on at least 50 requests, for 2 minutes.
            ops:
              flap: true
              clear: >-
                (sum without (quantile) (model_latency_seconds{quantile="0.95"})
                <= on (model, version, target) 1.5 * model_latency_baseline_seconds
                and on (model, version, target) model_window_requests >= 10)
                \#(isRetired)
              route: SRE
              runbook: >-
                See whether only this version, this target or everything slowed down; look at what
                changed in the half hour before; take traffic off the version if only it is slow.
          - alert: ErrorsHigh
            expr: >-
              model_error_ratio > 0.02
              and on (model, version, target) model_window_requests >= 50
            for: 2m
            labels: {severity: ticket}
            annotations:
              summary: '{{ $value | humanizePercentage }} of requests to {{ $labels.model }} {{ $labels.version }} fail'
              description: >-
                More than 2 % of at least 50 requests of the last 5 minutes failed, for 2 minutes.
            ops:
              flap: true
              clear: >-
                (model_error_ratio <= 0.02
                and on (model, version, target) model_window_requests >= 10)
                \#(isRetired)
              route: SRE
              runbook: >-
                Read the failed requests: do they share a feature's value, a client, a target?
                Compare with the champion; roll back if only the new version fails.
          - alert: NoTraffic
            expr: model_silence_seconds > model_silence_limit_seconds
            labels: {severity: ticket}
            annotations:
              summary: 'no request to {{ $labels.model }} {{ $labels.version }} for {{ $value | humanizeDuration }}'
              description: >-
                Silent for longer than 10 minutes and 10 times its median gap between requests.
                Clears when traffic returns or a registry says that the version is retired.
            ops:
              flap: true
              clear: >-
                model_silence_seconds <= model_silence_limit_seconds
                or model_silence_limit_seconds == Inf
              route: SRE
              runbook: >-
                Does the caller still send? Was the version retired without the registry knowing?
                Is its log still written (see Sources)?
          - alert: SourceStale
            expr: source_silence_seconds > source_silence_limit_seconds
            labels: {severity: ticket}
            annotations:
              summary: '{{ $labels.source }} has not grown for {{ $value | humanizeDuration }}'
              description: >-
                A source that used to grow has been silent for longer than 10 minutes and 10 times
                its median gap. What depends on it is stale.
            ops:
              flap: true
              no_data: ok
              route: SRE
              runbook: >-
                Look at Sources for what was last read; see whether the writer runs and whether the
                disk is full.
        - name: data
          interval: 1m
          rules:
          - alert: FeatureDrift
            expr: >-
              max without (method) (model_drift > model_drift_threshold)
              and on (model, version, target, feature) model_drift_window_values >= 500
            for: 15m
            labels: {severity: ticket}
            annotations:
              summary: '{{ $labels.feature }} of {{ $labels.model }} {{ $labels.version }} drifted: {{ $value | printf "%.2f" }}'
              description: >-
                Its distribution is farther from the reference than its limit, which follows the
                number of values, on at least 500 values, for 15 minutes.
            ops:
              flap: true
              route: data scientist
              runbook: >-
                See which bins moved and since when; ask the feature's producer what changed; judge
                whether quality fell before retraining.
          - alert: FeatureNulls
            expr: >-
              model_feature_null_ratio > model_feature_null_limit
              and on (model, version, target, feature) model_feature_window_values >= 500
            for: 15m
            labels: {severity: ticket}
            annotations:
              summary: '{{ $labels.feature }} of {{ $labels.model }} {{ $labels.version }} is missing in {{ $value | humanizePercentage }}'
              description: >-
                More values are missing than in the reference, by at least 5 points and 3 standard
                errors, on at least 500 values, for 15 minutes.
            ops:
              flap: true
              route: data scientist
              runbook: >-
                Find the producer of the feature: a renamed column or a failed join looks like this.
          - alert: UnseenCategories
            expr: >-
              model_feature_unseen_ratio > model_feature_unseen_limit
              and on (model, version, target, feature) model_feature_window_values >= 500
            for: 15m
            labels: {severity: ticket}
            annotations:
              summary: '{{ $value | humanizePercentage }} of {{ $labels.feature }} of {{ $labels.model }} {{ $labels.version }} are categories never seen in training'
              description: >-
                More values than in the reference are of unknown categories, by at least 1 point and
                3 standard errors, on at least 500 values, for 15 minutes.
            ops:
              flap: true
              route: data scientist
              runbook: >-
                See which categories are new; the model guesses on them. Extend the encoding or
                retrain.
        - name: workflow
          interval: 15s
          rules:
          - alert: StageFailed
            expr: max by (model, stage) (workflow_stage_status{status="failed"}) == 1
            labels: {severity: ticket}
            annotations:
              summary: '{{ $labels.stage }} of {{ $labels.model }} failed'
              description: 'The last run of the stage failed; clears when a run starts or succeeds.'
            ops:
              no_data: ok
              route: stage owner
              runbook: 'Open the run, read its first error, and run it again once the cause is gone.'
          - alert: StageOverdue
            expr: >-
              (workflow_stage_age_seconds > workflow_stage_expected_seconds)
              or (workflow_stage_running_seconds > workflow_stage_max_duration_seconds)
            labels: {severity: ticket}
            annotations:
              summary: '{{ $labels.stage }} of {{ $labels.model }} is overdue: {{ $value | humanizeDuration }}'
              description: >-
                Its last success is longer ago than workflow.yaml expects, or it runs longer than it
                may.
            ops:
              no_data: ok
              route: stage owner
              runbook: 'See whether the schedule ran at all, and what the stage waits for.'
        """#

    /// A version that has hardly any requests left and is not missed.
    private static let isRetired = """
        or (model_silence_limit_seconds == Inf
        unless on (model, version, target) model_window_requests >= 10)
        """.replacing("\n", with: " ")
}
