// Where the delivery's tests deploy to: an account of the worker's yard.

import { FAST_POLLING } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import type { TestAccount } from "../../src/testing/harness.ts";

/** The account as a target. */
export function targetOf({ account, config }: TestAccount): Target {
  const { endpoint, region, credentials } = config;
  return { kind: "local", region, account, endpoint, credentials, polling: FAST_POLLING };
}
