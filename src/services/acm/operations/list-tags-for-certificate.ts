// ListTagsForCertificate: a certificate's tags.

import type { ListTagsForCertificateCommandInput, ListTagsForCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { tagList } from "../../../service/tagging.ts";
import { requireCertificate } from "../certificates.ts";

export const listTagsForCertificate = defineOperation<
  Input<ListTagsForCertificateCommandInput>,
  ListTagsForCertificateCommandOutput
>("ListTagsForCertificate", ({ CertificateArn: arn }, context) => ({
  Tags: tagList(context.store.read((tx) => requireCertificate(tx, context, arn)).tags),
}));
