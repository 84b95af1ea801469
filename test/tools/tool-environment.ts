// The environment in which an AWS tool finds a new account of the yard, and nothing of who runs the test.

import type { TestAccount, TestYard } from "../../src/testing/harness.ts";

/** For one run of a tool: its account has nothing yet. */
export function toolEnvironment(yard: TestYard, { config }: TestAccount = yard.account()): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: yard.origin,
    AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
    AWS_DEFAULT_REGION: config.region,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_PAGER: "",
  };
}
