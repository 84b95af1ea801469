// Client request tokens of transactions count for ten minutes; then this job removes them.
// AWS: API Reference, TransactWriteItems, ClientRequestToken.

import type { Job, JobHandler } from "../../../service/jobs.ts";
import { deleteToken, loadToken } from "../repo.ts";

export const FORGET_TOKEN = "dynamodb/forget-token";
export const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

export interface ForgetToken {
  readonly token: string;
}

/** Removes one token that has expired. */
export const forgetToken: JobHandler = {
  kind: FORGET_TOKEN,
  run: async (job: Job, yard) => {
    const { token } = job.payload as ForgetToken;
    yard.store.write((tx) => {
      const known = loadToken(tx, job, token);
      if (known !== undefined && known.expiresAtMs <= yard.clock.nowMs()) deleteToken(tx, job, token);
    });
    return "done";
  },
};
