// An answer where "there is none" is one, too.

import { AwsError } from "../../../../kernel/errors.ts";

/** The answer, or undefined where the call fails with this code. */
export async function ifThere<T>(code: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === code) return undefined;
    throw error;
  }
}
