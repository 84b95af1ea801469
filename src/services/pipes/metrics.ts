// What pipes count of their executions for CloudWatch.
// AWS: "Logging and monitoring Amazon EventBridge Pipes": by PipeName, some by AwsAccountId, too.
// Executions here are neither throttled nor timed out: those metrics are zero, as AWS's are without any.

import { monotonicMs } from "../../kernel/real-time.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { MetricFamily, ServiceMetrics } from "../../service/metrics/service-metrics.ts";

const NAMESPACE = "AWS/EventBridge/Pipes";

/** How an execution, or a stage of one, ended. */
export type Outcome = "succeeded" | "failed" | "partially-failed" | "skipped";

/** An execution that is being counted. */
export interface CountedExecution {
  /** Says that a stage begins; gives what says how it ended. */
  stage(name: "Enrichment" | "Target"): (outcome: Outcome) => void;
  end(outcome: Outcome): void;
}

// By the metrics of a yard, then by account and region: how many executions are under way.
const underWay = new WeakMap<ServiceMetrics, Map<string, number>>();

/** Counts an execution that begins with these events. */
export function countExecution(
  { metrics }: Pick<YardContext, "metrics">,
  { account, region }: Scope,
  pipeName: string,
  events: readonly unknown[],
): CountedExecution {
  const ofPipe = metrics.family({ account, region }, NAMESPACE, [["PipeName", pipeName]]);
  const ofAccount = metrics.family({ account, region }, NAMESPACE, [["AwsAccountId", account]]);
  const startedMs = monotonicMs();
  const place = `${account} ${region}`;
  const running = runningOf(metrics);
  const concurrency = (running.get(place) ?? 0) + 1;
  running.set(place, concurrency);
  ofAccount.add("Concurrency", concurrency, "None");
  for (const family of [ofPipe, ofAccount]) {
    family.add("Invocations", 1, "None");
    family.add("ExecutionThrottled", 0, "None");
  }
  ofPipe.add("EventCount", events.length, "None");
  for (const event of events) ofPipe.add("EventSize", Buffer.byteLength(JSON.stringify(event)), "Bytes");
  return {
    stage: (name) => countStage(ofPipe, name),
    end(outcome) {
      running.set(place, (running.get(place) ?? 1) - 1);
      ofPipe.add("Duration", monotonicMs() - startedMs, "Milliseconds");
      ofPipe.add("ExecutionTimeout", 0, "None");
      ofPipe.add("ExecutionFailed", Number(outcome === "failed"), "None");
      ofPipe.add("ExecutionPartiallyFailed", Number(outcome === "partially-failed"), "None");
    },
  };
}

function countStage(family: MetricFamily, name: "Enrichment" | "Target"): (outcome: Outcome) => void {
  const startedMs = monotonicMs();
  return (outcome) => {
    if (name === "Target") {
      family.add("TargetStageSkipped", Number(outcome === "skipped"), "None");
      family.add("TargetStagePartiallyFailed", Number(outcome === "partially-failed"), "None");
    }
    if (outcome === "skipped") return;
    family.add(`${name}StageDuration`, monotonicMs() - startedMs, "Milliseconds");
    family.add(`${name}StageFailed`, Number(outcome === "failed"), "None");
  };
}

function runningOf(metrics: ServiceMetrics): Map<string, number> {
  let running = underWay.get(metrics);
  if (running === undefined) underWay.set(metrics, (running = new Map()));
  return running;
}
