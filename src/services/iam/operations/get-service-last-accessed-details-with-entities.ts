// GetServiceLastAccessedDetailsWithEntities: who of a report's subject may use a service, and when they did.

import type {
  GetServiceLastAccessedDetailsWithEntitiesCommandInput,
  GetServiceLastAccessedDetailsWithEntitiesCommandOutput,
} from "@aws-sdk/client-iam";
import { isService } from "../../../iam/service-names.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { TYPES } from "../access-advisor/granting-policies.ts";
import { jobMembers, requireReport } from "../access-advisor/jobs.ts";
import { serviceNotFound } from "../errors.ts";
import { pageMembers, pageOf } from "../pages.ts";

export const getServiceLastAccessedDetailsWithEntities = defineOperation<
  Input<GetServiceLastAccessedDetailsWithEntitiesCommandInput>,
  GetServiceLastAccessedDetailsWithEntitiesCommandOutput
>("GetServiceLastAccessedDetailsWithEntities", (input, context) => {
  const { JobId: jobId, ServiceNamespace: namespace } = input;
  const report = requireReport(context, jobId);
  if (!isService(namespace)) throw serviceNotFound(namespace);
  const users = report.services.find((service) => service.namespace === namespace)?.users ?? [];
  const page = pageOf(users, input, ({ arn }) => arn);
  return {
    ...jobMembers(report),
    EntityDetailsList: page.items.map(({ kind, name, path, id, arn, lastMs }) => ({
      EntityInfo: { Arn: arn, Name: name, Type: TYPES[kind], Id: id, Path: path },
      ...(lastMs === undefined ? {} : { LastAuthenticated: new Date(lastMs) }),
    })),
    ...pageMembers(page),
  };
});
