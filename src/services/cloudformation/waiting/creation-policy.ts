// CreationPolicy attributes: how many signals a new resource must get, and in what time. Pure.
// AWS: "CreationPolicy attribute"; those of Auto Scaling groups, instances and AppStream fleets are for types that are not here.

import { isRecord } from "../template/values.ts";

/** The only type here whose creation can wait for signals. */
const WAIT_CONDITION = "AWS::CloudFormation::WaitCondition";

export interface SignalDemand {
  /** How many different signals of success it takes. */
  readonly count: number;
  readonly timeoutSeconds: number;
}

// LIMIT: AWS: "CreationPolicy attribute", Timeout: "PT5M" by default, and 12 hours at most.
const DEFAULT_SECONDS = 5 * 60;
const LONGEST_SECONDS = 12 * 60 * 60;

/** True if a creation policy of a resource of this type is honoured, all of it. */
export function isServedCreationPolicy(typeName: string, policy: unknown): boolean {
  return (
    typeName === WAIT_CONDITION && isRecord(policy) && Object.keys(policy).every((name) => name === "ResourceSignal")
  );
}

/** What an evaluated policy asks for; undefined where it asks for nothing. */
export function signalDemand(policy: Readonly<Record<string, unknown>> | undefined): SignalDemand | undefined {
  if (policy === undefined) return undefined;
  const signal = isRecord(policy["ResourceSignal"]) ? policy["ResourceSignal"] : {};
  return {
    count: signal["Count"] === undefined ? 1 : Number(signal["Count"]),
    timeoutSeconds: signal["Timeout"] === undefined ? DEFAULT_SECONDS : (secondsOf(signal["Timeout"]) ?? 0),
  };
}

/** What is wrong with an evaluated policy; undefined if nothing is. AWS: the rules are documented, the wordings inferred. */
export function creationPolicyFault(policy: Readonly<Record<string, unknown>>): string | undefined {
  const signal = isRecord(policy["ResourceSignal"]) ? policy["ResourceSignal"] : {};
  const { Count: count, Timeout: timeout } = signal;
  if (count !== undefined && !(Number.isInteger(Number(count)) && Number(count) >= 0)) {
    return `Invalid CreationPolicy: Count must be a whole number, not ${JSON.stringify(count)}`;
  }
  if (timeout === undefined) return undefined;
  const seconds = secondsOf(timeout);
  if (seconds === undefined)
    return `Invalid CreationPolicy: Timeout must have the form PT#H#M#S, not ${JSON.stringify(timeout)}`;
  if (seconds > LONGEST_SECONDS) return "Invalid CreationPolicy: Timeout must not exceed PT12H";
  return undefined;
}

/**
 * What is wrong with a wait condition as the template writes it. AWS: "AWS::CloudFormation::WaitCondition": with a creation policy none of its
 * properties may be given; without one it needs a handle and a timeout. The wordings are inferred.
 */
export function waitConditionFault(
  typeName: string,
  properties: Readonly<Record<string, unknown>>,
  hasPolicy: boolean,
): string | undefined {
  if (typeName !== WAIT_CONDITION) return undefined;
  if (hasPolicy) {
    const [given] = Object.keys(properties);
    return given === undefined
      ? undefined
      : `Property ${given} cannot be specified for a wait condition that has a CreationPolicy`;
  }
  const missing = ["Handle", "Timeout"].find((name) => properties[name] === undefined);
  return missing === undefined ? undefined : `Property ${missing} cannot be empty.`;
}

/** "PT1H30M10S" to seconds; undefined for other forms. */
function secondsOf(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const [all, hours = "0", minutes = "0", seconds = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
  if (all === undefined || all === "PT") return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
