// GenerateServiceLastAccessedDetails: makes the access advisor's report about a user, group, role or managed policy.

import type {
  GenerateServiceLastAccessedDetailsCommandInput,
  GenerateServiceLastAccessedDetailsCommandOutput,
} from "@aws-sdk/client-iam";
import { saveAccessReport } from "../../../iam/directory/access-reports.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { askerOf } from "../access-advisor/jobs.ts";
import { usesOfServices } from "../access-advisor/report.ts";

/** LIMIT: ours, how long a report is kept. */
const KEPT_MS = 24 * 3_600_000;

export const generateServiceLastAccessedDetails = defineOperation<
  Input<GenerateServiceLastAccessedDetailsCommandInput>,
  GenerateServiceLastAccessedDetailsCommandOutput
>("GenerateServiceLastAccessedDetails", ({ Arn: arn, Granularity: granularity = "SERVICE_LEVEL" }, context) => {
  const { store, account, clock, random, accesses } = context;
  accesses.flush();
  const createdAtMs = clock.nowMs();
  const jobId = random.uuid();
  store.write<void>((tx) => {
    const services = usesOfServices(tx, account, arn);
    const report = { v: 1, jobId, askedBy: askerOf(context), granularity, createdAtMs, services } as const;
    saveAccessReport(tx, account, report, createdAtMs - KEPT_MS);
  });
  return { JobId: jobId };
});
