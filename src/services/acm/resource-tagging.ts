// Certificates in the Resource Groups Tagging API.

import { type Tagging, tagList } from "../../service/tagging.ts";
import { certificateArn } from "./certificates.ts";
import { listCertificates } from "./repo.ts";

export const tagging: Tagging = {
  arnService: "acm",
  *list(tx, scope) {
    for (const { id, tags } of listCertificates(tx, scope)) yield { arn: certificateArn(scope, id), tags };
  },
  tag: (aws, arn, tags) => aws.acm.addTagsToCertificate({ CertificateArn: arn, Tags: tagList(tags) }),
  untag: (aws, arn, keys) =>
    aws.acm.removeTagsFromCertificate({ CertificateArn: arn, Tags: keys.map((Key) => ({ Key })) }),
};
