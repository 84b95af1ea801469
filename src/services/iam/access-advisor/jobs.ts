// Jobs of the access advisor: done with the answer that begins them, and read by who began them.

import { type AccessReport, loadAccessReport } from "../../../iam/directory/access-reports.ts";
import type { Context } from "../../../service/context.ts";
import { jobNotFound } from "../errors.ts";

/** Who asks, whatever the session: a role's sessions are one. */
export function askerOf({ principal }: Pick<Context, "principal">): string {
  return "userId" in principal ? (principal.userId.split(":")[0] ?? "") : principal.kind;
}

/** AWS: the job's id "must be used by the same role within a session, or by the same user"; throws NoSuchEntity. */
export function requireReport(context: Context, jobId: string): AccessReport {
  const report = context.store.read((tx) => loadAccessReport(tx, context.account, jobId));
  if (report === undefined || report.askedBy !== askerOf(context)) throw jobNotFound(jobId);
  return report;
}

/** What both answers say of the job. */
export function jobMembers({ createdAtMs }: AccessReport) {
  const when = new Date(createdAtMs);
  return { JobStatus: "COMPLETED", JobCreationDate: when, JobCompletionDate: when } as const;
}
