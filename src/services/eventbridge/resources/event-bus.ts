// AWS::Events::EventBus and AWS::Events::EventBusPolicy.

import type { EventBus } from "@aws-sdk/client-eventbridge";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { statementsOf } from "../buses/policy.ts";
import { busArn, DEFAULT_BUS } from "../names.ts";
import {
  asWritten,
  createOnce,
  hasStackTags,
  ifThere,
  optional,
  shownTags,
  tagsOf,
  text,
  updateTags,
} from "./template-values.ts";

/** An event bus. Ref is its name. */
export const eventBusType: ResourceType = {
  typeName: "AWS::Events::EventBus",
  properties: ["DeadLetterConfig", "Description", "KmsKeyIdentifier", "Name", "Policy", "Tags"],
  // Events are not encrypted one by one, so that no event can fail to be.
  keptNotEnforced: ["DeadLetterConfig", "KmsKeyIdentifier"],

  async create(properties, context) {
    const name = text(properties, "Name") ?? "";
    const arn = busArn(context, name);
    await createOnce(
      () => context.aws.eventBridge.createEventBus({ ...readBus(name, properties), Tags: tagsOf(properties, context) }),
      () => hasStackTags(arn, context),
    );
    context.identify(name);
    await applyPolicy(name, properties, {}, context);
    return describe(name, properties, context);
  },

  async read(physicalId, context, known = {}) {
    const bus = await ifThere(() => context.aws.eventBridge.describeEventBus({ Name: physicalId }));
    if (bus === undefined) return undefined;
    const { DeadLetterConfig, Description, KmsKeyIdentifier, Policy } = bus;
    return {
      Name: physicalId,
      ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
      ...(Description === undefined ? {} : { Description }),
      ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
      // A policy that only resources of their own wrote is theirs.
      ...(Policy === undefined || known["Policy"] === undefined ? {} : { Policy: asWritten(Policy, known["Policy"]) }),
      Tags: await shownTags(busArn(context, physicalId), context),
    };
  },

  async list({ aws }) {
    return (await allBuses(aws)).flatMap(({ Name = "" }) => (Name === DEFAULT_BUS ? [] : { Name }));
  },

  async update(physicalId, properties, previous, context) {
    await context.aws.eventBridge.updateEventBus(readBus(physicalId, properties));
    await applyPolicy(physicalId, properties, previous, context);
    await updateTags(busArn(context, physicalId), properties, previous, context);
    return describe(physicalId, properties, context);
  },

  async delete(physicalId, _properties, context) {
    await context.aws.eventBridge.deleteEventBus({ Name: physicalId });
  },
};

function readBus(Name: string, properties: Properties) {
  const queue = properties["DeadLetterConfig"];
  return {
    Name,
    ...optional(properties, "Description"),
    ...optional(properties, "KmsKeyIdentifier"),
    ...(queue === undefined ? {} : { DeadLetterConfig: queue as { Arn: string } }),
  };
}

async function applyPolicy(
  EventBusName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const Policy = text(properties, "Policy");
  if (Policy !== undefined) await context.aws.eventBridge.putPermission({ EventBusName, Policy });
  else if (previous["Policy"] !== undefined)
    await context.aws.eventBridge.removePermission({ EventBusName, RemoveAllPermissions: true });
}

function describe(name: string, properties: Properties, context: ResourceContext): ResourceState {
  return {
    physicalId: name,
    attributes: { Arn: busArn(context, name), Name: name, Policy: text(properties, "Policy") ?? "" },
  };
}

/** One statement of a bus's policy. Ref is the bus and the statement's id, with "|" between them. */
export const eventBusPolicyType: ResourceType = {
  typeName: "AWS::Events::EventBusPolicy",
  properties: ["Action", "Condition", "EventBusName", "Principal", "Statement", "StatementId"],

  async create(properties, context) {
    await putStatement(properties, context);
    const physicalId = `${busOf(properties)}|${text(properties, "StatementId")}`;
    return { physicalId, attributes: {} };
  },

  async read(physicalId, context, known = {}) {
    const { busName, statementId } = partsOf(physicalId);
    const statements = await liveStatements(busName, context);
    const found = statements.find(({ Sid }) => Sid === statementId);
    if (found === undefined) return undefined;
    const shown = { EventBusName: busName, StatementId: statementId };
    if (known["Statement"] === undefined && known["Action"] !== undefined) return { ...shown, ...shortForm(found) };
    const { Sid: _sid, ...statement } = found;
    const written = known["Statement"];
    const hasSid = typeof written === "object" && written !== null && "Sid" in written;
    return { ...shown, Statement: hasSid ? found : statement };
  },

  async list({ aws }) {
    return (await allBuses(aws)).flatMap(({ Name: EventBusName = "", Policy }) =>
      statementsOf(Policy).flatMap(({ Sid }) => (Sid === undefined ? [] : { EventBusName, StatementId: Sid })),
    );
  },

  async update(physicalId, properties, _previous, context) {
    await putStatement(properties, context);
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, context) {
    const { busName, statementId } = partsOf(physicalId);
    await ifThere(() => context.aws.eventBridge.removePermission({ EventBusName: busName, StatementId: statementId }));
  },
};

function partsOf(physicalId: string): { readonly busName: string; readonly statementId: string } {
  const bar = physicalId.lastIndexOf("|");
  return { busName: physicalId.slice(0, bar) || DEFAULT_BUS, statementId: physicalId.slice(bar + 1) };
}

function busOf(properties: Properties): string {
  return text(properties, "EventBusName") ?? DEFAULT_BUS;
}

async function liveStatements(busName: string, context: ResourceContext): Promise<ReturnType<typeof statementsOf>> {
  const bus = await ifThere(() => context.aws.eventBridge.describeEventBus({ Name: busName }));
  return statementsOf(bus?.Policy);
}

function allBuses(aws: AwsApis): Promise<EventBus[]> {
  return everyPage(async (NextToken: string | undefined) => {
    const answer = await aws.eventBridge.listEventBuses({ NextToken });
    return { items: answer.EventBuses, next: answer.NextToken };
  });
}

/** The properties Action, Principal and Condition of a statement that PutPermission wrote from them. */
function shortForm(statement: object): Properties {
  const { Action, Principal, Condition } = statement as {
    readonly Action?: unknown;
    readonly Principal?: string | { readonly AWS?: string };
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const account = typeof Principal === "string" ? Principal : /::(\d{12}):/.exec(Principal?.AWS ?? "")?.[1];
  const [[Type, test] = []] = Object.entries(Condition ?? {});
  const [[Key, Value] = []] = Object.entries(test ?? {});
  return { Action, Principal: account, ...(Type === undefined ? {} : { Condition: { Type, Key, Value } }) };
}

async function putStatement(properties: Properties, context: ResourceContext): Promise<void> {
  const EventBusName = busOf(properties);
  const StatementId = text(properties, "StatementId") ?? "";
  const statement = properties["Statement"];
  if (statement === undefined) {
    await context.aws.eventBridge.putPermission({
      EventBusName,
      StatementId,
      ...optional(properties, "Action"),
      ...optional(properties, "Principal"),
      ...(properties["Condition"] === undefined
        ? {}
        : { Condition: properties["Condition"] as { Type: string; Key: string; Value: string } }),
    });
    return;
  }
  const others = (await liveStatements(EventBusName, context)).filter(({ Sid }) => Sid !== StatementId);
  const Statement = [...others, { ...(statement as object), Sid: StatementId }];
  await context.aws.eventBridge.putPermission({
    EventBusName,
    Policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
}
