// Where the SDK and the wire differ for good reason: what the clients change by themselves, and what a protocol cannot
// carry. Every rule says why; no operation is left out.

import { createHash } from "node:crypto";
import type { Member, OperationModel, Protocol, ServiceModel, Shape, StructureShape } from "../../src/model/model.ts";
import { bytesOf } from "./sdk.ts";

type Values = Record<string, unknown>;

// ---- what the clients need, and what they change ----

/** Configuration that makes a client send what it is given, and take what it gets. */
export function clientConfig(id: string): Values {
  return CLIENT_CONFIG[id] ?? {};
}

const CLIENT_CONFIG: Readonly<Record<string, Values>> = {
  // Otherwise the client compares digests of bodies, which are samples here.
  sqs: { md5: false, useQueueUrlAsEndpoint: false },
  // The account's own host name needs an account id in the credentials.
  dynamodb: { accountIdEndpointMode: "disabled" },
  // Otherwise the client compares checksums of bodies, which are samples here.
  s3: { responseChecksumValidation: "WHEN_REQUIRED" },
};

/** Members of inputs that need a certain value, by "Shape.member" or "*.member"; null leaves a member out. */
export function fixedInput(id: string, protocol: Protocol): Readonly<Record<string, unknown>> {
  // Two members of one name in the query protocol: the codec reads the older one.
  if (id === "sqs" && protocol === "awsQuery") return { "*.MessageSystemAttributeNames": null };
  return FIXED_INPUT[id] ?? {};
}

const FIXED_INPUT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // The clients make a host name of these, which an endpoint of their own forbids.
  eventbridge: { "*.EndpointId": null },
  sesv2: { "*.EndpointId": null },
  s3: {
    // The clients check that it is a bucket's name.
    "*.Bucket": "bucket-1",
    "CreateBucketConfiguration.Bucket": { Type: "Directory", DataRedundancy: "SingleLocalZone" },
    // The clients compute a checksum with it.
    "*.ChecksumAlgorithm": "CRC32",
    // It becomes a part of the host name.
    "*.RequestRoute": "route-1",
  },
};

/** The same for outputs. */
export function fixedOutput(id: string): Readonly<Record<string, unknown>> {
  return FIXED_OUTPUT[id] ?? {};
}

const FIXED_OUTPUT: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // It is the HTTP status as well, and 0 is none.
  lambda: { "*.StatusCode": 202, "InvokeAsyncResponse.Status": 202 },
  // It is a name of the SDK's own for the text of the header Expires.
  s3: { "*.ExpiresString": null },
};

/** What the codec must make of `input` once it has been through the client and over the wire. */
export function expectedInput(id: string, operation: OperationModel, input: Values, protocol: Protocol): unknown {
  const expected = { ...carriedByInput(operation.input, input, protocol) };
  if (id === "s3") {
    // The client encodes a customer's key and adds its digest.
    for (const key of ["SSECustomerKey", "CopySourceSSECustomerKey"]) {
      const text = expected[key];
      if (typeof text !== "string") continue;
      expected[key] = Buffer.from(text).toString("base64");
      expected[`${key}MD5`] = createHash("md5").update(text).digest("base64");
    }
  }
  return expected;
}

/** What the client must make of `output`. */
export function expectedOutput(id: string, operation: OperationModel, output: Values, protocol: Protocol): unknown {
  const expected = { ...carriedByOutput(operation.output, output, protocol) };
  // The client keeps the text of the header next to the date.
  if (id === "s3" && expected["Expires"] instanceof Date) expected["ExpiresString"] = expected["Expires"].toUTCString();
  return expected;
}

/** An answer as the client gives it, without metadata and with its streams read. */
export async function receivedOutput(received: Values): Promise<Values> {
  const { $metadata: _, ...output } = received;
  for (const [name, value] of Object.entries(output)) {
    if (typeof value !== "object" || value === null) continue;
    if ("transformToByteArray" in value) output[name] = await bytesOf(value);
    else if (Symbol.asyncIterator in value) output[name] = await eventsOf(value as AsyncIterable<unknown>);
  }
  return output;
}

async function eventsOf(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/**
 * The name under which the client throws an error. Where the query protocol's code counts and is the name of another
 * error as well (CloudWatch's DashboardNotFoundError and ResourceNotFound), clients find that other one.
 */
export function expectedErrorName(model: ServiceModel, shape: StructureShape, protocol: Protocol): string {
  const code = shape.error?.code ?? shape.name;
  const isByCode = protocol === "awsQuery" || model.isQueryCompatible;
  return isByCode && model.errors.get(code)?.name === code ? code : shape.name;
}

// ---- what a protocol cannot carry ----

/**
 * Query parameters name only leaves: an empty map or structure leaves no trace, nor does what contains nothing else.
 * An empty list does (as "Names="), except in ec2Query.
 */
function carriedByInput(shape: StructureShape, input: Values, protocol: Protocol): Values {
  if (protocol === "awsQuery" || protocol === "ec2Query")
    return (withoutEmpty(shape, input, protocol === "awsQuery") ?? {}) as Values;
  return carriedByOutput(shape, input, protocol);
}

function withoutEmpty(shape: Shape, value: unknown, keepsEmptyLists: boolean): unknown {
  if (shape.kind === "list") {
    const list = value as unknown[];
    if (list.length === 0) return keepsEmptyLists ? list : undefined;
    const kept = list
      .map((item) => withoutEmpty(shape.member.shape, item, keepsEmptyLists))
      .filter((item) => item !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  const memberShape = (name: string): Shape | undefined =>
    shape.kind === "map" ? shape.value.shape : "members" in shape ? shape.members.get(name)?.shape : undefined;
  if (shape.kind !== "map" && !("members" in shape)) return value;
  const kept = Object.entries(value as Values)
    .map(([name, given]) => [name, withoutEmpty(memberShape(name) as Shape, given, keepsEmptyLists)] as const)
    .filter(([, given]) => given !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** In XML, a flattened list or map without entries leaves no trace. */
function carriedByOutput(shape: StructureShape, output: Values, protocol: Protocol): Values {
  const isXml = protocol === "restXml" || protocol === "awsQuery" || protocol === "ec2Query";
  return isXml ? (withoutFlatEmpty(shape, output) as Values) : output;
}

function withoutFlatEmpty(shape: Shape, value: unknown): unknown {
  if (shape.kind === "list") return (value as unknown[]).map((item) => withoutFlatEmpty(shape.member.shape, item));
  if (shape.kind === "map")
    return mapValues(value as Values, (_name, given) => withoutFlatEmpty(shape.value.shape, given));
  if (!("members" in shape) || Array.isArray(value)) return value;
  return mapValues(value as Values, (name, given) => {
    const member = shape.members.get(name) as Member;
    const isEmpty = (Array.isArray(given) && given.length === 0) || Object.keys(given as object).length === 0;
    const isFlat = member.traits.xmlFlattened === true && (member.shape.kind === "list" || member.shape.kind === "map");
    return isFlat && isEmpty ? undefined : withoutFlatEmpty(member.shape, given);
  });
}

function mapValues(values: Values, change: (name: string, value: unknown) => unknown): Values {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, change(name, value)] as const)
      .filter(([, value]) => value !== undefined),
  );
}
