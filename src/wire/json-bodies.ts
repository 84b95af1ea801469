// What awsJson and restJson1 share about whole bodies: parsing them, and the members of an error.

import type { AwsError } from "../kernel/errors.ts";
import type { StructureShape } from "../model/model.ts";
import type { BodyFormat, Values } from "./http-bindings.ts";
import type { JsonShapes } from "./json-shapes.ts";
import { toBuffer } from "./text-values.ts";
import { serializationError } from "./wire-errors.ts";

/** The parsed body; an empty one is an empty structure. Throws SerializationException. */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(toBuffer(body).toString("utf8"));
  } catch (cause) {
    throw serializationError("The request body is not well-formed JSON", cause);
  }
}

/** How structures and payloads are written into JSON bodies. */
export function jsonBodyFormat(shapes: JsonShapes, contentType: string): BodyFormat {
  return {
    contentType,
    bodyDecoder(shape, includes) {
      const decode = shapes.bodyDecoder(shape, includes);
      return (body) => decode(parseJson(body)) as Values;
    },
    bodyEncoder(shape, includes) {
      const encode = shapes.bodyEncoder(shape, includes);
      return (output) => JSON.stringify(encode(output));
    },
    payloadDecoder(member) {
      const decode = shapes.decoder(member.shape);
      return (body) => decode(parseJson(body));
    },
    payloadEncoder(member) {
      const encode = shapes.encoder(member.shape, member);
      return (value) => JSON.stringify(encode(value));
    },
  };
}

/**
 * The name under which an error carries its message: its shape's own, which is "message" or "Message".
 * AWS: errors outside the models are "message", but the denials of the authorisation layer are "Message" (observed).
 */
export function messageName(shape: StructureShape | undefined, error: AwsError): string {
  if (shape?.members.has("Message") === true) return "Message";
  if (shape !== undefined) return "message";
  return error.code.startsWith("AccessDenied") ? "Message" : "message";
}

/** Members of an error that the model does not have, without those that JSON has no form for. */
export function jsonErrorMembers(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
