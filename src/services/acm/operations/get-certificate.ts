// GetCertificate: a certificate and its chain, in PEM.

import type { GetCertificateCommandInput, GetCertificateCommandOutput } from "@aws-sdk/client-acm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireCertificate } from "../certificates.ts";
import { inProgress } from "../errors.ts";

export const getCertificate = defineOperation<Input<GetCertificateCommandInput>, GetCertificateCommandOutput>(
  "GetCertificate",
  ({ CertificateArn: arn }, context) => {
    const { issued } = context.store.read((tx) => requireCertificate(tx, context, arn));
    if (issued === undefined) throw inProgress("Certificate request in progress. Please try again later.");
    return { Certificate: issued.certificate, ...(issued.chain !== "" && { CertificateChain: issued.chain }) };
  },
);
