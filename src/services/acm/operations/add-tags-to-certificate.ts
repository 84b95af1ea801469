// AddTagsToCertificate: adds tags, or gives them other values.

import type { AddTagsToCertificateCommandInput, AddTagsToCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { saveCertificate } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const addTagsToCertificate = defineOperation<
  Input<AddTagsToCertificateCommandInput>,
  AddTagsToCertificateCommandOutput
>("AddTagsToCertificate", ({ CertificateArn: arn, Tags: tags }, context) => {
  context.store.write((tx) => {
    const certificate = requireCertificate(tx, context, arn);
    saveCertificate(tx, context, { ...certificate, tags: parseTags(tags, certificate.tags) });
  });
  return {};
});
