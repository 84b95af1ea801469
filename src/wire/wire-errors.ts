// Errors that the wire itself answers with, before any service sees a request.

import { AwsError } from "../kernel/errors.ts";

/** Bytes that do not fit the protocol or the shape, in JSON and CBOR. */
export function serializationError(message: string, cause?: unknown): AwsError {
  return new AwsError({ code: "SerializationException", message, cause });
}

/** The same in query protocols. */
export function malformedInput(message: string): AwsError {
  return new AwsError({ code: "MalformedInput", message });
}

/** AWS: S3 "Error responses", MalformedXML. */
export function malformedXml(cause?: unknown): AwsError {
  return new AwsError({
    code: "MalformedXML",
    message: "The XML you provided was not well-formed or did not validate against our published schema",
    cause,
  });
}
