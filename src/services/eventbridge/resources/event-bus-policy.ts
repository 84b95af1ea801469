// AWS::Events::EventBusPolicy.

import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { statementsOf } from "../buses/policy.ts";
import { DEFAULT_BUS } from "../names.ts";
import { ifThere, optional, text } from "./template-values.ts";

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
