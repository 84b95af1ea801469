// DescribeCertificate: all there is to know of a certificate but its key.

import type { DescribeCertificateCommandInput, DescribeCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { detailOf, requireCertificate } from "../certificates.ts";

export const describeCertificate = defineOperation<
  Input<DescribeCertificateCommandInput>,
  DescribeCertificateCommandOutput
>("DescribeCertificate", ({ CertificateArn: arn }, context) => {
  const certificate = context.store.read((tx) => requireCertificate(tx, context, arn));
  return { Certificate: detailOf(certificate, context, context) };
});
