// A table's properties as the API takes them.

import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  LocalSecondaryIndex,
  SSESpecification,
  StreamSpecification,
} from "@aws-sdk/client-dynamodb";
import type { Properties, ResourceContext } from "../../../service/resource-type.ts";
import { globalIndexInput, onDemandInput, throughputInput, warmInput } from "./index-input.ts";

/** The properties as CreateTable takes them: the same names, but for numbers and booleans that came as text. */
export function tableInput(properties: Properties): Omit<CreateTableCommandInput, "TableName" | "Tags"> {
  const list = <T>(name: string): T[] | undefined => properties[name] as T[] | undefined;
  const stream = properties["StreamSpecification"] as StreamSpecification | undefined;
  const sse = properties["SSESpecification"] as
    | { SSEEnabled?: unknown; SSEType?: SSESpecification["SSEType"]; KMSMasterKeyId?: string }
    | undefined;
  const provisioned = throughputInput(properties["ProvisionedThroughput"]);
  const onDemand = onDemandInput(properties["OnDemandThroughput"]);
  const warm = warmInput(properties["WarmThroughput"]);
  const locals = list<LocalSecondaryIndex>("LocalSecondaryIndexes");
  const globals = list<GlobalSecondaryIndex>("GlobalSecondaryIndexes");
  return {
    AttributeDefinitions: list("AttributeDefinitions") ?? [],
    KeySchema: list("KeySchema") ?? [],
    ...(properties["BillingMode"] !== undefined && {
      BillingMode: properties["BillingMode"] as CreateTableCommandInput["BillingMode"],
    }),
    ...(provisioned !== undefined && { ProvisionedThroughput: provisioned }),
    ...(locals !== undefined && locals.length > 0 && { LocalSecondaryIndexes: locals }),
    ...(globals !== undefined && globals.length > 0 && { GlobalSecondaryIndexes: globals.map(globalIndexInput) }),
    ...(stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType },
    }),
    ...(sse !== undefined && {
      SSESpecification: {
        Enabled: isTrue(sse.SSEEnabled),
        ...(sse.SSEType !== undefined && { SSEType: sse.SSEType }),
        ...(sse.KMSMasterKeyId !== undefined && { KMSMasterKeyId: sse.KMSMasterKeyId }),
      },
    }),
    ...(properties["DeletionProtectionEnabled"] !== undefined && {
      DeletionProtectionEnabled: isTrue(properties["DeletionProtectionEnabled"]),
    }),
    ...(properties["TableClass"] !== undefined && {
      TableClass: properties["TableClass"] as CreateTableCommandInput["TableClass"],
    }),
    ...(onDemand !== undefined && { OnDemandThroughput: onDemand }),
    ...(warm !== undefined && { WarmThroughput: warm }),
  };
}

/** The time to live that a template asks for; undefined without an attribute. */
export function timeToLiveOf(properties: Properties): { Enabled: boolean; AttributeName: string } | undefined {
  const value = properties["TimeToLiveSpecification"] as { Enabled?: unknown; AttributeName?: string } | undefined;
  if (value?.AttributeName === undefined) return undefined;
  return { Enabled: isTrue(value.Enabled), AttributeName: value.AttributeName };
}

/** The stack's tags and the template's, which win. */
export function tagsOf(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const own = (properties["Tags"] ?? []) as readonly { Key: string; Value: unknown }[];
  const all = new Map(Object.entries(context.tags));
  for (const { Key: key, Value: value } of own) all.set(key, String(value));
  return [...all].map(([key, value]) => ({ Key: key, Value: value }));
}

/** A boolean of a template, which may be text. */
export function isTrue(value: unknown): boolean {
  return value === true || value === "true";
}

/** A text of a template; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
