// REST APIs, their stages, keys, plans, domains and client certificates in the Resource Groups Tagging API.

import { listDomainNames } from "../../service/api-domains/repo.ts";
import type { Tagging } from "../../service/tagging.ts";
import { listApis, listParts, listThings } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "apigateway",
  *list(tx, scope) {
    const arn = (path: string): string => `arn:aws:apigateway:${scope.region}::/${path}`;
    for (const { id, tags } of listApis(tx, scope)) {
      yield { arn: arn(`restapis/${id}`), tags };
      for (const stage of listParts(tx, scope, id, "stage"))
        yield { arn: arn(`restapis/${id}/stages/${stage.stageName}`), tags: stage.tags };
    }
    for (const { id, tags } of listThings(tx, scope, "apiKey")) yield { arn: arn(`apikeys/${id}`), tags };
    for (const { id, tags } of listThings(tx, scope, "usagePlan")) yield { arn: arn(`usageplans/${id}`), tags };
    for (const { clientCertificateId, tags } of listThings(tx, scope, "clientCertificate"))
      yield { arn: arn(`clientcertificates/${clientCertificateId}`), tags };
    for (const { domainName, tags } of listDomainNames(tx, scope))
      yield { arn: arn(`domainnames/${domainName}`), tags };
  },
  tag: (aws, arn, tags) => aws.apiGateway.tagResource({ resourceArn: arn, tags: { ...tags } }),
  untag: (aws, arn, keys) => aws.apiGateway.untagResource({ resourceArn: arn, tagKeys: [...keys] }),
};
