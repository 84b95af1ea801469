// What functions count of themselves for CloudWatch. AWS: Lambda Developer Guide, "Types of metrics for Lambda functions".

import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { MetricFamily, ServiceMetrics } from "../../../service/metrics/service-metrics.ts";
import type { Target } from "../functions.ts";
import type { ProvisionedUse } from "../provisioned/provisioned.ts";

export interface FunctionMetrics {
  /**
   * An invocation began: so many of its function and so many unreserved ones of the account run now, and, where it runs on one, so many of
   * the sandboxes that are kept ready.
   */
  began(
    target: Target,
    running: {
      readonly ofFunction: number;
      readonly unreserved: number;
      readonly provisioned: ProvisionedUse | undefined;
    },
  ): void;
  /** An invocation has ended. */
  ended(target: Target, result: Pick<InvocationResult, "durationMs" | "functionError">, isProvisioned: boolean): void;
  /** A request was refused because too many run. */
  throttled(target: Target): void;
}

/** LIMIT: of versions and aliases whose metrics are kept at hand. */
const MOST_TARGETS = 10_000;

interface Families {
  /** Across all functions. */
  readonly all: MetricFamily;
  readonly ofFunction: MetricFamily;
  /** By all dimensions: what an invocation counts in each. */
  readonly each: readonly MetricFamily[];
}

/** The metrics of a yard's functions. */
export function createFunctionMetrics(metrics: ServiceMetrics): FunctionMetrics {
  const known = new Map<string, Families>();

  function familiesOf(target: Target): Families {
    const { scope, function: record, version, qualifier } = target;
    const key = `${scope.account} ${scope.region} ${record.name} ${qualifier} ${version.version}`;
    let families = known.get(key);
    if (families === undefined) {
      if (known.size >= MOST_TARGETS) known.clear();
      known.set(key, (families = makeFamilies(target)));
    }
    return families;
  }

  // AWS: "Dimensions for Lambda metrics": FunctionName; Resource, a function with the version or alias that was named; ExecutedVersion,
  // of an alias, which may have two.
  function makeFamilies({ scope, function: { name }, version, qualifier }: Target): Families {
    const FunctionName = ["FunctionName", name] as const;
    const Resource = ["Resource", qualifier === "" ? name : `${name}:${qualifier}`] as const;
    const family = (...dimensions: (readonly [string, string])[]): MetricFamily =>
      metrics.family(scope, "AWS/Lambda", dimensions);
    const isAlias = qualifier !== "" && qualifier !== version.version;
    const all = family();
    const ofFunction = family(FunctionName);
    const ofVersion = isAlias ? [family(["ExecutedVersion", version.version], FunctionName, Resource)] : [];
    return { all, ofFunction, each: [all, ofFunction, family(FunctionName, Resource), ...ofVersion] };
  }

  return {
    began(target, { ofFunction, unreserved, provisioned }) {
      const families = familiesOf(target);
      families.ofFunction.add("ConcurrentExecutions", ofFunction, "Count");
      families.all.add("UnreservedConcurrentExecutions", unreserved, "Count");
      if (provisioned === undefined) return;
      // AWS: "the number of function instances [...] on provisioned concurrency, divided by the total amount that is allocated".
      for (const family of families.each) {
        if (family === families.all) continue;
        family.add("ProvisionedConcurrentExecutions", provisioned.running, "Count");
        family.add("ProvisionedConcurrencyUtilization", provisioned.running / provisioned.allocated, "None");
      }
    },
    ended(target, { durationMs, functionError }, isProvisioned) {
      for (const family of familiesOf(target).each) {
        family.add("Invocations", 1, "Count");
        family.add("Errors", functionError === undefined ? 0 : 1, "Count");
        family.add("Throttles", 0, "Count");
        family.add("Duration", durationMs, "Milliseconds");
        if (isProvisioned) family.add("ProvisionedConcurrencyInvocations", 1, "Count");
      }
    },
    throttled(target) {
      for (const family of familiesOf(target).each) family.add("Throttles", 1, "Count");
    },
  };
}
