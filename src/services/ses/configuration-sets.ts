// Configuration sets: made, found and changed; and whether what is told of their mails can be told.

import { AwsError } from "../../kernel/errors.ts";
import { parseArn } from "../../kernel/arns.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { asServiceRole } from "../../service/role-sessions.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { configurationSetArn } from "./arns.ts";
import type { Faults } from "./faults.ts";
import type { ConfigurationSetRecord, EventDestinationRecord } from "./records.ts";
import { configurationSets } from "./repo.ts";
import { asSes } from "./sending/publish.ts";

// LIMIT: AWS: "Service quotas in Amazon SES": event destinations of a configuration set, and dimensions of one.
export const MOST_DESTINATIONS = 10;
const MOST_DIMENSIONS = 10;

export function newConfigurationSet(name: string, createdAtMs: number): ConfigurationSetRecord {
  return {
    v: 1,
    name,
    createdAtMs,
    tags: {},
    isSending: true,
    hasReputationMetrics: false,
    tlsPolicy: "OPTIONAL",
    destinations: [],
  };
}

export const isSetName = (name: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(name);

/** The set of this name, or the fault that there is none. */
export function requireSet(tx: ReadTx, scope: Scope, name: string, faults: Faults): ConfigurationSetRecord {
  const set = configurationSets.load(tx, scope, name);
  if (set === undefined) throw faults.configurationSetMissing(name);
  return set;
}

export function changeSet(
  tx: WriteTx,
  scope: Scope,
  name: string,
  faults: Faults,
  change: (set: ConfigurationSetRecord) => Partial<ConfigurationSetRecord>,
): void {
  const set = requireSet(tx, scope, name, faults);
  configurationSets.save(tx, scope, { ...set, ...change(set) });
}

/**
 * Throws what `invalid` makes of a destination that SES cannot publish to: it tries, as AWS does: a topic gets a message that says
 * so, a role is assumed, a bus is the account's default one.
 */
export async function requireReachable(
  yard: YardContext,
  scope: Scope,
  set: string,
  destination: EventDestinationRecord,
  invalid: (kind: "SNS" | "Firehose" | "CloudWatch" | "EventBridge", message: string) => AwsError,
): Promise<void> {
  const { topicArn, firehose, dimensions, eventBusArn } = destination;
  const sourceArn = configurationSetArn(scope, set);
  if (topicArn !== undefined)
    await attempt(
      () =>
        asSes(yard, scope, sourceArn, topicArn).sns.publish({
          TopicArn: topicArn,
          Message: "Successfully validated SNS topic for Amazon SES event publishing.",
        }),
      () => invalid("SNS", `Could not publish to SNS topic <${topicArn}>.`),
    );
  if (firehose !== undefined) {
    const { roleArn, streamArn } = firehose;
    const sameAccount = parseArn(streamArn)?.account === scope.account && parseArn(roleArn)?.account === scope.account;
    if (!sameAccount) throw invalid("Firehose", `Could not access delivery stream <${streamArn}>.`);
    await attempt(
      () => asServiceRole(yard, { service: "ses.amazonaws.com", roleArn, sourceArn, scope, sessionName: "ses" }),
      () => invalid("Firehose", `Could not assume IAM role <${roleArn}>.`),
    );
  }
  if (dimensions !== undefined) requireDimensions(dimensions, (message) => invalid("CloudWatch", message));
  // AWS: EventBridgeDestination: "Only the default bus is supported."
  if (eventBusArn !== undefined && eventBusArn !== `arn:aws:events:${scope.region}:${scope.account}:event-bus/default`)
    throw invalid("EventBridge", "Only the default event bus of the account is supported.");
}

// AWS: CloudWatchDimensionConfiguration: letters, digits, underscores and dashes, in names also colons; 256 characters.
function requireDimensions(
  dimensions: NonNullable<EventDestinationRecord["dimensions"]>,
  invalid: (message: string) => AwsError,
): void {
  if (dimensions.length === 0 || dimensions.length > MOST_DIMENSIONS)
    throw invalid(`Dimension configurations must be between 1 and ${MOST_DIMENSIONS}.`);
  for (const { name, fallback } of dimensions) {
    if (!/^[A-Za-z0-9_:-]{1,256}$/.test(name)) throw invalid(`Dimension name <${name}> is not valid.`);
    if (!/^[A-Za-z0-9_@.-]{1,256}$/.test(fallback))
      throw invalid(`Default dimension value <${fallback}> is not valid.`);
  }
}

async function attempt(work: () => Promise<unknown>, failure: () => AwsError): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) throw failure();
    throw error;
  }
}
