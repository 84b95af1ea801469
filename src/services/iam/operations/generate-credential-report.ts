// GenerateCredentialReport: has a report made where there is none of the last four hours. It is there with the answer.

import type { GenerateCredentialReportCommandOutput } from "@aws-sdk/client-iam";
import { loadCredentialReport, saveCredentialReport } from "../../../iam/directory/account-settings.ts";
import { defineOperation } from "../../../service/service.ts";
import { credentialReport, isOutdated } from "../credential-report.ts";

export const generateCredentialReport = defineOperation<object, GenerateCredentialReportCommandOutput>(
  "GenerateCredentialReport",
  (_input, { store, account, clock, accesses }) => {
    accesses.flush();
    const generatedAtMs = clock.nowMs();
    return store.write<Omit<GenerateCredentialReportCommandOutput, "$metadata">>((tx) => {
      const before = loadCredentialReport(tx, account);
      if (before !== undefined && !isOutdated(before.generatedAtMs, generatedAtMs)) return { State: "COMPLETE" };
      saveCredentialReport(tx, account, { v: 1, generatedAtMs, content: credentialReport(tx, account) });
      const Description = "No report exists. Starting a new report generation task";
      return { State: "STARTED", ...(before === undefined ? { Description } : {}) };
    });
  },
);
