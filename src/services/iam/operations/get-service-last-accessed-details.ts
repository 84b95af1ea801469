// GetServiceLastAccessedDetails: the services that a report's subject may use, and when they were used.

import type {
  GetServiceLastAccessedDetailsCommandInput,
  GetServiceLastAccessedDetailsCommandOutput,
  ServiceLastAccessed,
} from "@aws-sdk/client-iam";
import type { AccessReport, ServiceUse } from "../../../iam/directory/access-reports.ts";
import { serviceName } from "../../../iam/service-names.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { jobMembers, requireReport } from "../access-advisor/jobs.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const getServiceLastAccessedDetails = defineOperation<
  Input<GetServiceLastAccessedDetailsCommandInput>,
  GetServiceLastAccessedDetailsCommandOutput
>("GetServiceLastAccessedDetails", (input, context) => {
  const report = requireReport(context, input.JobId);
  const page = pageOf(report.services, input, ({ namespace }) => namespace);
  return {
    ...jobMembers(report),
    JobType: report.granularity,
    ServicesLastAccessed: page.items.map((service) => viewOf(service, report)),
    ...pageMembers(page),
  };
});

function viewOf({ namespace, users, actions }: ServiceUse, { granularity }: AccessReport): ServiceLastAccessed {
  const active = users.filter(({ lastMs }) => lastMs !== undefined);
  const [last] = active.sort((one, other) => (other.lastMs ?? 0) - (one.lastMs ?? 0));
  return {
    ServiceName: serviceName(namespace),
    ServiceNamespace: namespace,
    TotalAuthenticatedEntities: active.length,
    ...(last?.lastMs === undefined
      ? {}
      : { LastAuthenticated: new Date(last.lastMs), LastAuthenticatedEntity: last.arn }),
    ...(granularity === "SERVICE_LEVEL" || actions.length === 0
      ? {}
      : {
          TrackedActionsLastAccessed: actions.map(({ name, lastMs, arn }) => ({
            ActionName: name,
            LastAccessedEntity: arn,
            LastAccessedTime: new Date(lastMs),
          })),
        }),
  };
}
