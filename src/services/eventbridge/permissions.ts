// What each operation needs. AWS: "Actions, resources, and condition keys for Amazon EventBridge".

import type { PutEventsRequestEntry, Target } from "@aws-sdk/client-eventbridge";
import type { AccessRequest } from "../../iam/authorization.ts";
import type { PermissionCall, PermissionRule, Permissions } from "../../service/service.ts";
import {
  apiDestinationArn,
  archiveArn,
  busAddress,
  busArn,
  connectionArn,
  DEFAULT_BUS,
  replayArn,
  ruleArn,
} from "./names.ts";
import { load } from "./repo.ts";

interface OfRule {
  readonly Name?: string;
  readonly Rule?: string;
  readonly EventBusName?: string;
}

const onAll =
  (action: string): PermissionRule =>
  () => [{ action: `events:${action}`, resource: "*" }];

const onBus =
  (action: string): PermissionRule =>
  (input: { Name?: string; EventBusName?: string }, call) => {
    const { scope, busName } = busAddress(call, input.Name ?? input.EventBusName);
    return [{ action: `events:${action}`, resource: busArn(scope, busName) }];
  };

function arnOfRule({ Name, Rule, EventBusName }: OfRule, call: PermissionCall): string {
  const { scope, busName } = busAddress(call, EventBusName);
  return ruleArn(scope, busName, Name ?? Rule ?? "");
}

const onRule =
  (action: string): PermissionRule =>
  (input: OfRule, call) => [{ action: `events:${action}`, resource: arnOfRule(input, call) }];

const onArchive =
  (action: string): PermissionRule =>
  (input: { ArchiveName: string }, call) => [
    { action: `events:${action}`, resource: archiveArn(call, input.ArchiveName) },
  ];

const onReplay =
  (action: string): PermissionRule =>
  (input: { ReplayName: string }, call) => [
    { action: `events:${action}`, resource: replayArn(call, input.ReplayName) },
  ];

// Their ARNs end in an id that the request does not say.
const onConnection =
  (action: string): PermissionRule =>
  (input: { Name: string }, call) => {
    const id = call.yard.store.read((tx) => load(tx, call, "connection", input.Name))?.connectionId;
    return [{ action: `events:${action}`, resource: connectionArn(call, input.Name, id ?? "*") }];
  };

const onApiDestination =
  (action: string): PermissionRule =>
  (input: { Name: string }, call) => {
    const id = call.yard.store.read((tx) => load(tx, call, "api-destination", input.Name))?.destinationId;
    return [{ action: `events:${action}`, resource: apiDestinationArn(call, input.Name, id ?? "*") }];
  };

const onResource =
  (action: string): PermissionRule =>
  (input: { ResourceARN: string }) => [{ action: `events:${action}`, resource: input.ResourceARN }];

/** A role is passed to EventBridge. */
function passRole(role: string | undefined): readonly AccessRequest[] {
  if (role === undefined) return [];
  return [{ action: "iam:PassRole", resource: role, conditions: { "iam:PassedToService": "events.amazonaws.com" } }];
}

export const permissions: Permissions = {
  CancelReplay: onReplay("CancelReplay"),
  CreateApiDestination: onApiDestination("CreateApiDestination"),
  CreateArchive: (input: { ArchiveName: string; EventSourceArn: string }, call) => [
    { action: "events:CreateArchive", resource: archiveArn(call, input.ArchiveName) },
    { action: "events:CreateArchive", resource: input.EventSourceArn },
  ],
  CreateConnection: onConnection("CreateConnection"),
  CreateEventBus: onBus("CreateEventBus"),
  DeauthorizeConnection: onConnection("DeauthorizeConnection"),
  DeleteApiDestination: onApiDestination("DeleteApiDestination"),
  DeleteArchive: onArchive("DeleteArchive"),
  DeleteConnection: onConnection("DeleteConnection"),
  DeleteEventBus: onBus("DeleteEventBus"),
  DeleteRule: onRule("DeleteRule"),
  DescribeApiDestination: onApiDestination("DescribeApiDestination"),
  DescribeArchive: onArchive("DescribeArchive"),
  DescribeConnection: onConnection("DescribeConnection"),
  DescribeEventBus: onBus("DescribeEventBus"),
  DescribeReplay: onReplay("DescribeReplay"),
  DescribeRule: onRule("DescribeRule"),
  DisableRule: onRule("DisableRule"),
  EnableRule: onRule("EnableRule"),
  ListApiDestinations: onAll("ListApiDestinations"),
  ListArchives: onAll("ListArchives"),
  ListConnections: onAll("ListConnections"),
  ListEventBuses: onAll("ListEventBuses"),
  ListReplays: onAll("ListReplays"),
  ListRuleNamesByTarget: onAll("ListRuleNamesByTarget"),
  ListRules: onAll("ListRules"),
  ListTagsForResource: onResource("ListTagsForResource"),
  ListTargetsByRule: onRule("ListTargetsByRule"),
  // AWS: "Using IAM policy conditions for fine-grained access control": each entry has its own source and detail type.
  PutEvents: (input: { Entries: readonly PutEventsRequestEntry[] }, call) =>
    input.Entries.map(({ EventBusName, Source, DetailType }) => {
      const { scope, busName } = busAddress(call, EventBusName);
      return {
        action: "events:PutEvents",
        resource: busArn(scope, busName),
        conditions: { "events:source": Source, "events:detail-type": DetailType },
      };
    }),
  PutPermission: (input: { EventBusName?: string }, call) => [
    { action: "events:PutPermission", resource: busArn(call, input.EventBusName ?? DEFAULT_BUS) },
  ],
  PutRule: (input: OfRule & { EventPattern?: string; RoleArn?: string }, call) => [
    {
      action: "events:PutRule",
      resource: arnOfRule(input, call),
      conditions: { ...patternConditions(input.EventPattern), "events:creatorAccount": call.account },
    },
    ...passRole(input.RoleArn),
  ],
  PutTargets: (input: OfRule & { Targets: readonly Target[] }, call) => [
    {
      action: "events:PutTargets",
      resource: arnOfRule(input, call),
      conditions: { "events:TargetArn": input.Targets.map(({ Arn }) => Arn ?? "") },
    },
    ...[...new Set(input.Targets.map(({ RoleArn }) => RoleArn))].flatMap(passRole),
  ],
  RemovePermission: (input: { EventBusName?: string }, call) => [
    { action: "events:RemovePermission", resource: busArn(call, input.EventBusName ?? DEFAULT_BUS) },
  ],
  RemoveTargets: onRule("RemoveTargets"),
  StartReplay: onReplay("StartReplay"),
  TagResource: onResource("TagResource"),
  TestEventPattern: onAll("TestEventPattern"),
  UntagResource: onResource("UntagResource"),
  UpdateApiDestination: onApiDestination("UpdateApiDestination"),
  UpdateArchive: onArchive("UpdateArchive"),
  UpdateConnection: onConnection("UpdateConnection"),
  UpdateEventBus: onBus("UpdateEventBus"),
};

/** AWS: events:source and events:detail-type of PutRule: the plain texts that the pattern asks for. */
function patternConditions(text: string | undefined): Record<string, readonly string[]> {
  const pattern = parsed(text);
  const texts = (name: string): string[] => {
    const values = pattern[name];
    return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
  };
  const [sources, detailTypes] = [texts("source"), texts("detail-type")];
  return {
    ...(sources.length === 0 ? {} : { "events:source": sources }),
    ...(detailTypes.length === 0 ? {} : { "events:detail-type": detailTypes }),
  };
}

/** The pattern's top level; nothing of a text that is no pattern: the operation says what is wrong with it. */
function parsed(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
