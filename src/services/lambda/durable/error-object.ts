// Errors between AWS's shape, the store, and what functions answer. Pure.

import type { ErrorObject } from "@aws-sdk/client-lambda";
import type { ErrorRecord } from "./records.ts";

/** AWS's shape as it is kept. */
export function readError(error: ErrorObject): ErrorRecord {
  return {
    ...(error.ErrorType === undefined ? {} : { type: error.ErrorType }),
    ...(error.ErrorMessage === undefined ? {} : { message: error.ErrorMessage }),
    ...(error.ErrorData === undefined ? {} : { data: error.ErrorData }),
    ...(error.StackTrace === undefined ? {} : { stack: error.StackTrace }),
  };
}

/** What is kept in AWS's shape. */
export function describeError({ type, message, data, stack }: ErrorRecord): ErrorObject {
  return {
    ...(type === undefined ? {} : { ErrorType: type }),
    ...(message === undefined ? {} : { ErrorMessage: message }),
    ...(data === undefined ? {} : { ErrorData: data }),
    ...(stack === undefined ? {} : { StackTrace: [...stack] }),
  };
}

/** An error object out of JSON, whoever wrote it. */
export function readUnknownError(value: unknown): ErrorRecord {
  const { ErrorType, ErrorMessage, ErrorData, StackTrace } = asMembers(value);
  return readError({
    ...(typeof ErrorType === "string" ? { ErrorType } : {}),
    ...(typeof ErrorMessage === "string" ? { ErrorMessage } : {}),
    ...(typeof ErrorData === "string" ? { ErrorData } : {}),
    ...(Array.isArray(StackTrace) ? { StackTrace: StackTrace.map(String) } : {}),
  });
}

/** What a function answered that failed: {errorType, errorMessage, stackTrace}. */
export function readFunctionError(payload: Uint8Array): ErrorRecord {
  const text = Buffer.from(payload).toString();
  const { errorType, errorMessage, trace, stackTrace } = asMembers(parseJson(text));
  const stack = stackTrace ?? trace;
  return {
    ...(typeof errorType === "string" ? { type: errorType } : {}),
    message: typeof errorMessage === "string" ? errorMessage : text,
    ...(Array.isArray(stack) ? { stack: stack.map(String) } : {}),
  };
}

/** An error as a synchronous invocation answers it. AWS: observed: "errorMessage" and "errorType". */
export function functionErrorPayload({ type, message, data, stack }: ErrorRecord): Uint8Array {
  const answer = { errorMessage: message, errorType: type, errorData: data, stackTrace: stack };
  return Buffer.from(JSON.stringify(answer));
}

/** The members of a JSON object; none of anything else. */
export function asMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** JSON's value; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
