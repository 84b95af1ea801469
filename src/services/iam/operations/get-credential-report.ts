// GetCredentialReport: the last report, for as long as it is good.

import type { GetCredentialReportCommandOutput } from "@aws-sdk/client-iam";
import { loadCredentialReport } from "../../../iam/directory/account-settings.ts";
import { defineOperation } from "../../../service/service.ts";
import { isOutdated } from "../credential-report.ts";
import { reportExpired, reportNotPresent } from "../errors.ts";

export const getCredentialReport = defineOperation<object, GetCredentialReportCommandOutput>(
  "GetCredentialReport",
  (_input, { store, account, clock }) => {
    const report = store.read((tx) => loadCredentialReport(tx, account));
    if (report === undefined) throw reportNotPresent();
    if (isOutdated(report.generatedAtMs, clock.nowMs())) throw reportExpired();
    return {
      Content: new TextEncoder().encode(report.content),
      ReportFormat: "text/csv",
      GeneratedTime: new Date(report.generatedAtMs),
    };
  },
);
