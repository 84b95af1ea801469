// Refusals of CloudFormation's own operations in a target account: why an instance failed.

import { AwsError } from "../../../kernel/errors.ts";

/** Why a stack did not become what it was to be. */
export class StackFailure extends Error {}

/** Waits for a call; what the service refuses is why the instance failed. */
export async function refused<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asFailure(error);
  }
}

/** The same of an error at hand; errors of ours stay what they are. */
export function asFailure(error: unknown): unknown {
  return error instanceof AwsError && error.status < 500 ? new StackFailure(error.message, { cause: error }) : error;
}
