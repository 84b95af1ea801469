// The rule by which a bus hands its events to a discoverer. AWS: a managed rule, made through the service-linked role
// AWSServiceRoleForSchemas; here the account's root stands in for that role.

import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import { badRequest } from "../errors.ts";
import { discovererArn } from "../names.ts";
import type { DiscovererRecord } from "../records.ts";

const TARGET_ID = "discoverer";

/** Brings the rule to the discoverer's state. Throws BadRequestException where the bus is not there. */
export async function applyRule(yard: YardContext, scope: Scope, discoverer: DiscovererRecord): Promise<void> {
  const events = eventsOf(yard, scope);
  const { EventBusName, Name } = namesOf(discoverer);
  // AWS: CrossAccount: without it, only events of the own account.
  const EventPattern = JSON.stringify(
    discoverer.crossAccount ? { source: [{ prefix: "" }] } : { account: [scope.account] },
  );
  const State = discoverer.state === "STARTED" ? "ENABLED" : "DISABLED";
  const Description = "Managed by the schema registry: discovers schemas of this bus's events.";
  try {
    await events.putRule({ Name, EventBusName, EventPattern, State, Description });
    const Targets = [{ Id: TARGET_ID, Arn: discovererArn(scope, discoverer.id) }];
    await events.putTargets({ Rule: Name, EventBusName, Targets });
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    throw badRequest(error.message);
  }
}

/** Takes the rule away; one that has gone with its bus is not missed. */
export async function removeRule(yard: YardContext, scope: Scope, discoverer: DiscovererRecord): Promise<void> {
  const events = eventsOf(yard, scope);
  const { EventBusName, Name } = namesOf(discoverer);
  try {
    await events.removeTargets({ Rule: Name, EventBusName, Ids: [TARGET_ID] });
    await events.deleteRule({ Name, EventBusName });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
  }
}

function namesOf({ id, sourceArn }: DiscovererRecord): { readonly EventBusName: string; readonly Name: string } {
  const EventBusName = (parseArn(sourceArn)?.resource ?? "").slice("event-bus/".length);
  // AWS: observed: Schemas-events-event-bus-default. LIMIT: names of rules have 64 characters.
  return { EventBusName, Name: `Schemas-${id}`.slice(0, 64).replaceAll("/", "-") };
}

function eventsOf(yard: YardContext, { account, region }: Scope) {
  const root = { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account } as const;
  return yard.as(root, { account, region }).eventBridge;
}
