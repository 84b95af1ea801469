// RemoveTagsFromCertificate: removes tags; one that is given with a value, only if it has that.

import type {
  RemoveTagsFromCertificateCommandInput,
  RemoveTagsFromCertificateCommandOutput,
} from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { saveCertificate } from "../repo.ts";

export const removeTagsFromCertificate = defineOperation<
  Input<RemoveTagsFromCertificateCommandInput>,
  RemoveTagsFromCertificateCommandOutput
>("RemoveTagsFromCertificate", ({ CertificateArn: arn, Tags: tags }, context) => {
  context.store.write((tx) => {
    const certificate = requireCertificate(tx, context, arn);
    const kept = Object.entries(certificate.tags).filter(
      ([key, value]) => !tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value)),
    );
    saveCertificate(tx, context, { ...certificate, tags: Object.fromEntries(kept) });
  });
  return {};
});
