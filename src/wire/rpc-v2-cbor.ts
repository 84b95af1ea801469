// rpcv2Cbor: one POST to /service/NAME/operation/NAME with CBOR in and out. CloudWatch, as boto3 calls it.

import { cbor, tag } from "@smithy/core/cbor";
import type { AwsError } from "../kernel/errors.ts";
import type { Member, OperationModel, ServiceModel, Shape, StructureShape } from "../model/model.ts";
import { type Values, wholeBody } from "./http-bindings.ts";
import { jsonErrorMembers, messageName } from "./json-bodies.ts";
import { dateOfSeconds, toBuffer } from "./text-values.ts";
import { cachedByKey, type Codec, type HttpRequest } from "./wire.ts";
import { serializationError } from "./wire-errors.ts";

type Convert = (value: unknown) => unknown;

/** RFC 8949, 3.4.2: an epoch-based date and time. */
const EPOCH_TAG = 1;

/** Compiles one direction of the conversion: the direction gives the leaves, this walks to them. */
function createConverter(leaf: (shape: Shape) => Convert): (shape: Shape) => Convert {
  const converters = new Map<Shape, Convert>();

  function converter(shape: Shape): Convert {
    const known = converters.get(shape);
    if (known !== undefined) return known;
    // A shape that contains itself meets this forwarder while it is being compiled.
    converters.set(shape, (value) => (converters.get(shape) as Convert)(value));
    const compiled = compile(shape);
    converters.set(shape, compiled);
    return compiled;
  }

  function compile(shape: Shape): Convert {
    if (shape.kind === "list") {
      const convert = converter(shape.member.shape);
      return (value) => (Array.isArray(value) ? value.map((element) => convert(element)) : refuse("List"));
    }
    if (shape.kind === "map") {
      const convert = converter(shape.value.shape);
      return (value) =>
        Object.fromEntries(
          Object.entries(requireObject(value, "Map"))
            .filter(([, given]) => given !== undefined && given !== null)
            .map(([key, given]) => [key, convert(given)]),
        );
    }
    return "members" in shape ? compileStructure(shape.members) : leaf(shape);
  }

  function compileStructure(members: ReadonlyMap<string, Member>): Convert {
    const converts = new Map([...members].map(([name, member]) => [name, converter(member.shape)]));
    return (value) => {
      const structure: Record<string, unknown> = {};
      for (const [name, given] of Object.entries(requireObject(value, "Structure"))) {
        const convert = converts.get(name);
        if (convert !== undefined && given !== undefined && given !== null) structure[name] = convert(given);
      }
      return structure;
    };
  }

  return converter;
}

function requireObject(value: unknown, expected: string): object {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array)
    return refuse(expected);
  return value;
}

function refuse(expected: string): never {
  throw serializationError(`A CBOR value cannot be converted to ${expected}`);
}

const decoder = createConverter((shape) => {
  switch (shape.kind) {
    case "string":
      return (value) => (typeof value === "string" ? value : refuse("String"));
    case "boolean":
      return (value) => (typeof value === "boolean" ? value : refuse("Boolean"));
    case "number":
    case "bigInteger":
    case "bigDecimal":
      return (value) =>
        typeof value === "number" ? value : typeof value === "bigint" ? Number(value) : refuse("Number");
    case "blob":
      return (value) => (value instanceof Uint8Array ? value : refuse("Blob"));
    case "timestamp":
      return decodeTimestamp;
    default:
      return (value) => value;
  }
});

const decodeTimestamp: Convert = (value) => {
  if (
    typeof value !== "object" ||
    value === null ||
    !("tag" in value) ||
    value.tag !== EPOCH_TAG ||
    !("value" in value)
  )
    return refuse("Timestamp");
  return dateOfSeconds(Number(value.value)) ?? refuse("Timestamp");
};

const encoder = createConverter((shape) => {
  if (shape.kind === "timestamp")
    return (value) => (value instanceof Date ? tag({ tag: EPOCH_TAG, value: value.getTime() / 1000 }) : value);
  if (shape.kind === "blob") return toBuffer;
  return (value) => value;
});

const inputDecoder = cachedByKey((operation: OperationModel) => decoder(operation.input));
const outputEncoder = cachedByKey((operation: OperationModel) => encoder(operation.output));
const errorEncoder = cachedByKey((shape: StructureShape) => encoder(shape));

function parse(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return cbor.deserialize(new Uint8Array(body));
  } catch (cause) {
    throw serializationError("The request body is not well-formed CBOR", cause);
  }
}

function headers(requestId: string): Record<string, string> {
  return { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor", "x-amzn-RequestId": requestId };
}

/** The codec of rpcv2Cbor. */
export const rpcV2Cbor: Codec = {
  protocol: "rpcv2Cbor",

  decodeInput(operation: OperationModel, request: HttpRequest) {
    return inputDecoder(operation)(parse(wholeBody(request.body))) as Values;
  },

  encodeOutput(operation: OperationModel, output: Values, requestId: string) {
    return { status: 200, headers: headers(requestId), body: cbor.serialize(outputEncoder(operation)(output)) };
  },

  encodeError(service: ServiceModel, _operation: OperationModel | undefined, error: AwsError, requestId: string) {
    const shape = service.errors.get(error.code);
    const members =
      shape === undefined ? jsonErrorMembers(error.members) : (errorEncoder(shape)(error.members) as object);
    const code = shape?.error?.code ?? error.code;
    return {
      status: error.status,
      headers: {
        ...headers(requestId),
        ...(service.isQueryCompatible && {
          "x-amzn-query-error": `${code};${error.fault === "client" ? "Sender" : "Receiver"}`,
        }),
      },
      body: cbor.serialize({
        __type: shape?.name ?? error.code,
        ...members,
        [messageName(shape, error)]: error.message,
      }),
    };
  },
};
