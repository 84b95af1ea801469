// Changes and how far they are: PENDING when they are answered, INSYNC when the job behind them has run.

import type { ChangeInfo } from "@aws-sdk/client-route-53";
import { ALPHABET } from "../../kernel/ids.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import type { ChangeRecord } from "./records.ts";
import { loadChange, removeChange, saveChange } from "./repo.ts";

const IN_SYNC = "route53/in-sync";
const FORGET = "route53/forget-change";
/** LIMIT: how long GetChange knows a change. AWS names no time. */
const KEPT_MS = 7 * 86_400_000;

/** Keeps a new change, and the job that brings it into sync: there is one name server, so it follows at once. */
export function recordChange(
  tx: WriteTx,
  context: Pick<YardContext, "clock" | "random" | "jobs"> & Scope,
  comment?: string,
): ChangeRecord {
  const { clock, random, jobs, account, region } = context;
  const change: ChangeRecord = {
    v: 1,
    id: `C${random.text(19, ALPHABET.upperAlphanumeric)}`,
    isInSync: false,
    submittedAtMs: clock.nowMs(),
    ...(comment !== undefined && { comment }),
  };
  saveChange(tx, context, change);
  jobs.enqueue(tx, { account, region, kind: IN_SYNC, payload: change.id });
  jobs.enqueue(tx, { account, region, kind: FORGET, payload: change.id, dueAtMs: change.submittedAtMs + KEPT_MS });
  return change;
}

/** The shape in which operations give a change. */
export function changeShape({ id, isInSync, submittedAtMs, comment }: ChangeRecord): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: isInSync ? "INSYNC" : "PENDING",
    SubmittedAt: new Date(submittedAtMs),
    ...(comment !== undefined && { Comment: comment }),
  };
}

export const inSyncJob: JobHandler = {
  kind: IN_SYNC,
  async run(job, { store }) {
    store.write((tx) => {
      const change = loadChange(tx, job, String(job.payload));
      if (change !== undefined) saveChange(tx, job, { ...change, isInSync: true });
    });
    return "done";
  },
};

export const forgetChangeJob: JobHandler = {
  kind: FORGET,
  async run(job, { store }) {
    store.write((tx) => removeChange(tx, job, String(job.payload)));
    return "done";
  },
};
